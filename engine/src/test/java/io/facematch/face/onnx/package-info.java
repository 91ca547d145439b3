@NullMarked
package io.facematch.face.onnx;

import org.jspecify.annotations.NullMarked;
