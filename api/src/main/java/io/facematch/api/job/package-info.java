/** Jobs as their owners see them: look, follow, list, page through outcomes, cancel. */
@NullMarked
package io.facematch.api.job;

import org.jspecify.annotations.NullMarked;
