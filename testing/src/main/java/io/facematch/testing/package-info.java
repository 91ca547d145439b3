/**
 * A real database and a real broker for the tests of every module, and looks into both. More than twelve types: each serves
 * tests by itself, and few know another.
 */
@NullMarked
package io.facematch.testing;

import org.jspecify.annotations.NullMarked;
