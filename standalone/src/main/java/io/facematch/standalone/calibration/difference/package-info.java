/** Whether one model errs less than another on the same pairs, and how sure that is. Knows no photos and no files. */
@NullMarked
package io.facematch.standalone.calibration.difference;

import org.jspecify.annotations.NullMarked;
