/**
 * Where a tenant is told that its jobs are over: endpoints, their secrets, and the log of what was sent to them, after the
 * specification Standard Webhooks. The rows to send are written by the database, in the transaction that ends a job.
 */
@NullMarked
package io.facematch.api.webhooks;

import org.jspecify.annotations.NullMarked;
