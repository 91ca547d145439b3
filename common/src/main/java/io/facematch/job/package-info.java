/**
 * The life of a job as both processes see it: states, keys, pairs, and the one transaction that stores outcomes. Also
 * the record of the models that decided them.
 *
 * <p>More than twelve types, because every statement about these tables is here, and only here.
 */
@NullMarked
package io.facematch.job;

import org.jspecify.annotations.NullMarked;
