/** From a delivered message to a stored outcome, and what happens to a message when that fails. */
@NullMarked
package io.facematch.worker.comparison;

import org.jspecify.annotations.NullMarked;
