/** The frame of all reports: what is asked for, by whom, for which period, and the table that is answered. */
@NullMarked
package io.facematch.api.audit.report;

import org.jspecify.annotations.NullMarked;
