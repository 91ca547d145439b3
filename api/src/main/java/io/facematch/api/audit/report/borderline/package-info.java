/** The decisions that were close. */
@NullMarked
package io.facematch.api.audit.report.borderline;

import org.jspecify.annotations.NullMarked;
