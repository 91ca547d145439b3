/** Showing who looked at what. */
@NullMarked
package io.facematch.api.audit.access;

import org.jspecify.annotations.NullMarked;
