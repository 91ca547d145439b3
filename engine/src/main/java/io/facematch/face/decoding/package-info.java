/**
 * From the bytes of an upload to an upright image, or the reason why not. Everything here meets hostile input. More types
 * than elsewhere: {@link io.facematch.face.decoding.EncodedImage} is sealed, and its formats share one package.
 */
@NullMarked
package io.facematch.face.decoding;

import org.jspecify.annotations.NullMarked;
