/** Reads stored outcomes together with the names that only their job's key opens. */
@NullMarked
package io.facematch.api.outcome;

import org.jspecify.annotations.NullMarked;
