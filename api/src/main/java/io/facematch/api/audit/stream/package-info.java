/** Follows outcomes and accesses as they are committed, each exactly once, and gives them to the audit. */
@NullMarked
package io.facematch.api.audit.stream;

import org.jspecify.annotations.NullMarked;
