/** Jobs as their owners see them: look, follow, list, page through outcomes, cancel. */
@NullMarked
package io.facematch.api.jobs;

import org.jspecify.annotations.NullMarked;
