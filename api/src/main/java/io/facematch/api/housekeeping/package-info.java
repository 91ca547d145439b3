/** What happens to jobs as time passes: they are interrupted, expire, and are purged. */
@NullMarked
package io.facematch.api.housekeeping;

import org.jspecify.annotations.NullMarked;
