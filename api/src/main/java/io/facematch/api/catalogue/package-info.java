/** The models that this version knows, and those that this installation compares with. */
@NullMarked
package io.facematch.api.catalogue;

import org.jspecify.annotations.NullMarked;
