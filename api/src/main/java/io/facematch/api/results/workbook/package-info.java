/** The workbook of a bulk job's results, and workbooks of one large table: the only place that writes spreadsheets. */
@NullMarked
package io.facematch.api.results.workbook;

import org.jspecify.annotations.NullMarked;
