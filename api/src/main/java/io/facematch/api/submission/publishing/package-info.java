/**
 * From an accepted upload to messages that the broker holds: within the request, or after it from an archive that was kept.
 */
@NullMarked
package io.facematch.api.submission.publishing;

import org.jspecify.annotations.NullMarked;
