/** Lines of comma-separated values, which spreadsheet programs can't take for formulas. */
@NullMarked
package io.facematch.api.csv;

import org.jspecify.annotations.NullMarked;
