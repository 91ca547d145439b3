/** From an aligned face to a vector whose cosine with another says how alike they are. */
@NullMarked
package io.facematch.face.embedding;

import org.jspecify.annotations.NullMarked;
