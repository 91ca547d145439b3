/** Finds the faces of a photo: which passes the detector makes over it, and which of its boxes are faces to compare. */
@NullMarked
package io.facematch.face.detection;

import org.jspecify.annotations.NullMarked;
