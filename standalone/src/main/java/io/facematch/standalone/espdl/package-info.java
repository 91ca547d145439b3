/** Makes ONNX files of the containers of Espressif's ESP-DL, which may be hostile. */
@NullMarked
package io.facematch.standalone.espdl;

import org.jspecify.annotations.NullMarked;
