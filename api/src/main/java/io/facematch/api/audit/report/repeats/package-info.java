/** Subjects and photos that were compared again and again. */
@NullMarked
package io.facematch.api.audit.report.repeats;

import org.jspecify.annotations.NullMarked;
