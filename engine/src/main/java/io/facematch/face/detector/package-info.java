/** Runs the detector network once: from an image on its canvas to the faces that its cells see. */
@NullMarked
package io.facematch.face.detector;

import org.jspecify.annotations.NullMarked;
