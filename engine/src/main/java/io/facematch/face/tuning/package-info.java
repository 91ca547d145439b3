/** The numbers that stages were tuned with, all in one place. */
@NullMarked
package io.facematch.face.tuning;

import org.jspecify.annotations.NullMarked;
