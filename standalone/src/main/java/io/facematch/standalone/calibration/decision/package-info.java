/** What a threshold decides, and how often that is wrong: for all people, for groups of them and between groups. */
@NullMarked
package io.facematch.standalone.calibration.decision;

import org.jspecify.annotations.NullMarked;
