/** The models that this version knows, and those that this installation compares with. */
@NullMarked
package io.facematch.api.model;

import org.jspecify.annotations.NullMarked;
