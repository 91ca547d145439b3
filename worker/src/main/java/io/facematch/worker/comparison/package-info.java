/**
 * From a delivered message to a stored outcome, and what happens to a message when that fails. More than twelve types: each
 * step of that way is one, and each is known only to its neighbours.
 */
@NullMarked
package io.facematch.worker.comparison;

import org.jspecify.annotations.NullMarked;
