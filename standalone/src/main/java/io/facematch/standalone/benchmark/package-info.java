/** {@code ./facematch bench}: how fast this machine compares, and how much of the time the networks take. */
@NullMarked
package io.facematch.standalone.benchmark;

import org.jspecify.annotations.NullMarked;
