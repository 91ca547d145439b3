/** Finds the faces of an image: boxes, five landmarks, detector confidence. */
@NullMarked
package io.facematch.face.detection;

import org.jspecify.annotations.NullMarked;
