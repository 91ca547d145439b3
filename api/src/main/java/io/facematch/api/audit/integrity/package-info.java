/**
 * Whether the outcomes in the database are still those that were entered into the logs and signed. More than twelve types: each
 * kind of row that is compared has its reader, and what is found is public.
 */
@NullMarked
package io.facematch.api.audit.integrity;

import org.jspecify.annotations.NullMarked;
