/** How long outcomes are kept, and that they go when their time is over. */
@NullMarked
package io.facematch.api.audit.retention;

import org.jspecify.annotations.NullMarked;
