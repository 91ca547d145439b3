/** What each stage saw and measured of a photo, kept as pictures and numbers for people who want to know why. */
@NullMarked
package io.facematch.face.trace;

import org.jspecify.annotations.NullMarked;
