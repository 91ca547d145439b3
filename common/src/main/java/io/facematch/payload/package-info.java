/** Sealing of what waits on a disk that is not ours: keys, their wrapping, and the two things sealed under them. JCA only. */
@NullMarked
package io.facematch.payload;

import org.jspecify.annotations.NullMarked;
