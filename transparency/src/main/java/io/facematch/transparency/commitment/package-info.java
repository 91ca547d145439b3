/** Salted hashes that stand for values which may be shown one by one, or erased, without breaking a proof. */
@NullMarked
package io.facematch.transparency.commitment;

import org.jspecify.annotations.NullMarked;
