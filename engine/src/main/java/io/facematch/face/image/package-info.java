/** Upright BGR images: what the stages look at, shrink and turn. */
@NullMarked
package io.facematch.face.image;

import org.jspecify.annotations.NullMarked;
