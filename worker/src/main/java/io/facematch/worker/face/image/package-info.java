/** From the bytes of an upload to one upright BGR image. Everything here meets hostile input. */
@NullMarked
package io.facematch.worker.face.image;

import org.jspecify.annotations.NullMarked;
