/** Histograms of similarities and latencies that are small in the database, and whose sums are exact. */
@NullMarked
package io.facematch.api.audit.rollup.histogram;

import org.jspecify.annotations.NullMarked;
