/** The results of a finished bulk job as one ZIP: a JSON file per pair and a workbook, streamed, never stored. */
@NullMarked
package io.facematch.api.results;

import org.jspecify.annotations.NullMarked;
