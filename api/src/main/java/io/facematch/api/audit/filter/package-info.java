/** Which outcomes are wanted: read from a request, checked, and kept as a value. */
@NullMarked
package io.facematch.api.audit.filter;

import org.jspecify.annotations.NullMarked;
