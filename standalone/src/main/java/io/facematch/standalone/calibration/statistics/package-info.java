/** From cosines to error rates, thresholds and how sure they are. Knows no photos and no files. */
@NullMarked
package io.facematch.standalone.calibration.statistics;

import org.jspecify.annotations.NullMarked;
