/**
 * From an upload to an accepted job: read, check, seal, publish, answer. More than twelve types: every step is one, and so is
 * the memory that they share.
 */
@NullMarked
package io.facematch.api.submission;

import org.jspecify.annotations.NullMarked;
