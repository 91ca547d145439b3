/** A process that can't start with what is configured says so in one line. */
@NullMarked
package io.facematch.start;

import org.jspecify.annotations.NullMarked;
