/** Who was let in, who was not, and what was changed or taken away: a line of the log and a metric for each. */
@NullMarked
package io.facematch.api.securitylog;

import org.jspecify.annotations.NullMarked;
