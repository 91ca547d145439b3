/** Measures whether a face is good enough for a meaningful comparison. */
@NullMarked
package io.facematch.face.quality;

import org.jspecify.annotations.NullMarked;
