@NullMarked
package io.facematch.standalone.calibration.report;

import org.jspecify.annotations.NullMarked;
