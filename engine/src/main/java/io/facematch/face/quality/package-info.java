/** Says whether a face is good enough for its comparison to mean anything. */
@NullMarked
package io.facematch.face.quality;

import org.jspecify.annotations.NullMarked;
