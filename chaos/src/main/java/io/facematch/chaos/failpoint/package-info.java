/** Halts a process of the product at a named place, from outside: the product has no hook for it. */
@NullMarked
package io.facematch.chaos.failpoint;

import org.jspecify.annotations.NullMarked;
