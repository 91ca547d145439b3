/** Brings a face into the position that a network was trained on. */
@NullMarked
package io.facematch.face.alignment;

import org.jspecify.annotations.NullMarked;
