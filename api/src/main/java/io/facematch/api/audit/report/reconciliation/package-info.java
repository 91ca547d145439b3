/** Whether each pair of an archive has its outcome. */
@NullMarked
package io.facematch.api.audit.report.reconciliation;

import org.jspecify.annotations.NullMarked;
