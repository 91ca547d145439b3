/** From the bytes of an upload to an upright image, or the reason why not. Everything here meets hostile input. */
@NullMarked
package io.facematch.face.decoding;

import org.jspecify.annotations.NullMarked;
