/** Compares the photos of a data set with each other. */
@NullMarked
package io.facematch.standalone.calibration.scoring;

import org.jspecify.annotations.NullMarked;
