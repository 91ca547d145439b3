@NullMarked
package io.facematch.standalone.calibration.statistics;

import org.jspecify.annotations.NullMarked;
