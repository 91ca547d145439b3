/** {@code ./facematch bench audit}: how fast a year of outcomes is searched, counted, exported and verified. */
@NullMarked
package io.facematch.standalone.benchmark.year;

import org.jspecify.annotations.NullMarked;
