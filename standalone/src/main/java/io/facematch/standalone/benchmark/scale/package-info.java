/** {@code ./facematch bench scale}: how the largest jobs are taken in and given out, and who waits for them. */
@NullMarked
package io.facematch.standalone.benchmark.scale;

import org.jspecify.annotations.NullMarked;
