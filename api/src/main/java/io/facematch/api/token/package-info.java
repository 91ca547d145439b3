/** Which tokens are valid: by whose keys they are signed, and what they must say. */
@NullMarked
package io.facematch.api.token;

import org.jspecify.annotations.NullMarked;
