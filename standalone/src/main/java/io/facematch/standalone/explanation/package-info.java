/** From one photo or two to a page that shows every stage as pictures and numbers. */
@NullMarked
package io.facematch.standalone.explanation;

import org.jspecify.annotations.NullMarked;
