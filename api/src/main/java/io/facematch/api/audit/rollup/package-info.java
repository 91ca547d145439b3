/** Sums of outcomes by time, client, surface and model, kept by whoever follows them, from which reports are answered. */
@NullMarked
package io.facematch.api.audit.rollup;

import org.jspecify.annotations.NullMarked;
