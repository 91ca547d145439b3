/** A real database and a real broker for the tests of every module. */
@NullMarked
package io.facematch.testing;

import org.jspecify.annotations.NullMarked;
