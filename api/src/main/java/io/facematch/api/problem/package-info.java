/** Every error answer, in one shape (RFC 9457). */
@NullMarked
package io.facematch.api.problem;

import org.jspecify.annotations.NullMarked;
