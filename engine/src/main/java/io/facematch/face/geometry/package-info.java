/** Points, boxes and landmarks of faces, in pixels. */
@NullMarked
package io.facematch.face.geometry;

import org.jspecify.annotations.NullMarked;
