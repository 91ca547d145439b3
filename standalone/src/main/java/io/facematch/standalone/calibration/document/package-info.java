/** Shows a measurement: as JSON for a model's card, as a page to look at, as a workbook to calculate with. */
@NullMarked
package io.facematch.standalone.calibration.document;

import org.jspecify.annotations.NullMarked;
