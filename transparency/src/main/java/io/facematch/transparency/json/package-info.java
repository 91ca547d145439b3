/** JSON in the one spelling that RFC 8785 allows, so that equal values give equal bytes and equal hashes. */
@NullMarked
package io.facematch.transparency.json;

import org.jspecify.annotations.NullMarked;
