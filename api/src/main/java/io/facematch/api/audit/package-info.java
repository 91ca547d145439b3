/** What all parts of the audit share: how an outcome is named, and that a read shows one tenant only. */
@NullMarked
package io.facematch.api.audit;

import org.jspecify.annotations.NullMarked;
