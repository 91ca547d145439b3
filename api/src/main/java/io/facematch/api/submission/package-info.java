/** From an upload to an accepted job: read, check, seal, publish, answer. */
@NullMarked
package io.facematch.api.submission;

import org.jspecify.annotations.NullMarked;
