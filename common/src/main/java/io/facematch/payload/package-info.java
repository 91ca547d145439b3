/** Seals images and names before they are stored: keys, their wrapping, and the cipher. Uses JCA only. */
@NullMarked
package io.facematch.payload;

import org.jspecify.annotations.NullMarked;
