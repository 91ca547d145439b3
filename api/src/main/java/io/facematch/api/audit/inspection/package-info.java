/** When all outcomes are held against the logs, and what came out of it each time. */
@NullMarked
package io.facematch.api.audit.inspection;

import org.jspecify.annotations.NullMarked;
