/** The commands, and the mode in which one process is everything but the broker. */
@NullMarked
package io.facematch.standalone;

import org.jspecify.annotations.NullMarked;
