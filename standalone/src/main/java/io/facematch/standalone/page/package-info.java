/** What every page that a command writes is made of. */
@NullMarked
package io.facematch.standalone.page;

import org.jspecify.annotations.NullMarked;
