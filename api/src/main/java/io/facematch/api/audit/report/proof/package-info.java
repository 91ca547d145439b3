/** How far the outcomes of a tenant are proven. */
@NullMarked
package io.facematch.api.audit.report.proof;

import org.jspecify.annotations.NullMarked;
