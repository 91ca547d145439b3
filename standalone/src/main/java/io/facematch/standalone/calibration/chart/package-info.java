/** Draws curves for a page: axes, lines and their texts. */
@NullMarked
package io.facematch.standalone.calibration.chart;

import org.jspecify.annotations.NullMarked;
