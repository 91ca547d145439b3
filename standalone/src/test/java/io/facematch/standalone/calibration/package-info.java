@NullMarked
package io.facematch.standalone.calibration;

import org.jspecify.annotations.NullMarked;
