/** Showing who looked at what. */
@NullMarked
package io.facematch.api.audit.readers;

import org.jspecify.annotations.NullMarked;
