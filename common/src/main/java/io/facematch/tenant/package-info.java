/** The random keys of each tenant, and what is digested and sealed under them for the audit. */
@NullMarked
package io.facematch.tenant;

import org.jspecify.annotations.NullMarked;
