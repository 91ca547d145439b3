/** What the comparisons of a data set say of a model: its calibration, its errors and what they are too few for. */
@NullMarked
package io.facematch.standalone.calibration.measurement;

import org.jspecify.annotations.NullMarked;
