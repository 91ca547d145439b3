/** Every error answer, in the shape that its route speaks. */
@NullMarked
package io.facematch.api.problem;

import org.jspecify.annotations.NullMarked;
