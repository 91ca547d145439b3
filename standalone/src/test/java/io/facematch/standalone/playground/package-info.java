/** The web pages in a real browser. */
@NullMarked
package io.facematch.standalone.playground;

import org.jspecify.annotations.NullMarked;
