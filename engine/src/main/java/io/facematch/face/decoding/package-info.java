/**
 * From the bytes of an upload to an upright image, or the reason why not. All of it reads hostile input.
 *
 * <p>More than twelve types, because {@link io.facematch.face.decoding.EncodedImage} is sealed and its formats share
 * one package.
 */
@NullMarked
package io.facematch.face.decoding;

import org.jspecify.annotations.NullMarked;
