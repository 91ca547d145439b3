/**
 * The life of a job as both processes see it: states, keys, and the one transaction that stores outcomes. Beside it, the
 * record of the models that decide them.
 */
@NullMarked
package io.facematch.job;

import org.jspecify.annotations.NullMarked;
