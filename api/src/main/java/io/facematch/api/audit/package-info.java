/** What all parts of the audit share: how an outcome is named. */
@NullMarked
package io.facematch.api.audit;

import org.jspecify.annotations.NullMarked;
