/** What an ONNX file says of itself, read in Java, before any native code sees it. */
@NullMarked
package io.facematch.face.onnx;

import org.jspecify.annotations.NullMarked;
