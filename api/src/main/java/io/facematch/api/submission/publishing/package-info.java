/**
 * From an accepted upload to messages that the broker holds, within the request or after it. More than twelve types: both
 * ways take the same steps, and so are in one place.
 */
@NullMarked
package io.facematch.api.submission.publishing;

import org.jspecify.annotations.NullMarked;
