/**
 * Reports that are answered from rollups: counts, rates, latencies and similarities over any period. More than twelve types:
 * seven reports, and what they share.
 */
@NullMarked
package io.facematch.api.audit.report.summary;

import org.jspecify.annotations.NullMarked;
