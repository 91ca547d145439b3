/** The workbook of a bulk job's results: the only place that writes spreadsheets. */
@NullMarked
package io.facematch.api.results.workbook;

import org.jspecify.annotations.NullMarked;
