/** What happens to jobs in time: interrupted, expired, purged. */
@NullMarked
package io.facematch.api.retention;

import org.jspecify.annotations.NullMarked;
