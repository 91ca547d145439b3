/** Photos of known persons, as folders or as labelled archives. */
@NullMarked
package io.facematch.standalone.calibration.data;

import org.jspecify.annotations.NullMarked;
