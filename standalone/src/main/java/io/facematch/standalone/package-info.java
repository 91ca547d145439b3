/** The commands of {@code ./facematch}, one package for each kind; this one knows them all. */
@NullMarked
package io.facematch.standalone;

import org.jspecify.annotations.NullMarked;
