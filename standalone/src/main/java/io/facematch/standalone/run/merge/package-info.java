/** One results ZIP of those of several jobs, as if they had been one. */
@NullMarked
package io.facematch.standalone.run.merge;

import org.jspecify.annotations.NullMarked;
