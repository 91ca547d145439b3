/** Curves as pictures for a page: axes, lines and the text beside them. */
@NullMarked
package io.facematch.standalone.calibration.chart;

import org.jspecify.annotations.NullMarked;
