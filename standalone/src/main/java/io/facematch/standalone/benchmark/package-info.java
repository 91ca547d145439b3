/** {@code ./facematch bench}: how fast this machine is, and how much of that is left to the networks. */
@NullMarked
package io.facematch.standalone.benchmark;

import org.jspecify.annotations.NullMarked;
