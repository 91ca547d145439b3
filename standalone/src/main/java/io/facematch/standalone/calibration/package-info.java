/** Measures what the cosine of an embedder means: photos of known persons in, error rates and thresholds out. */
@NullMarked
package io.facematch.standalone.calibration;

import org.jspecify.annotations.NullMarked;
