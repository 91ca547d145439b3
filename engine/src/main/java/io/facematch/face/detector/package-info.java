/**
 * Runs the detector network once: from an image on its canvas to the faces that its cells see. More than twelve types: the
 * ways of looking, what a look shows and the outputs of two families of networks are small and belong together.
 */
@NullMarked
package io.facematch.face.detector;

import org.jspecify.annotations.NullMarked;
