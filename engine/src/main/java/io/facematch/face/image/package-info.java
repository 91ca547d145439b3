/** Upright BGR images, and how they are shrunk, turned and put on white. */
@NullMarked
package io.facematch.face.image;

import org.jspecify.annotations.NullMarked;
