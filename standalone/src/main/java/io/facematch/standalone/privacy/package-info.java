/**
 * Shows on this installation that nothing private stays: canaries through processes of its own, a search, a report.
 *
 * <p>More than twelve types, as each part of the product that is looked at (its processes, jobs, queues, keys, places) has
 * one, and only the check uses them.
 */
@NullMarked
package io.facematch.standalone.privacy;

import org.jspecify.annotations.NullMarked;
