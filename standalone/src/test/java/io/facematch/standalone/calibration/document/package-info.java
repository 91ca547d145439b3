@NullMarked
package io.facematch.standalone.calibration.document;

import org.jspecify.annotations.NullMarked;
