/** Exports that are too large to be waited for: asked for, made in the background, fetched, and forgotten. */
@NullMarked
package io.facematch.api.audit.export.background;

import org.jspecify.annotations.NullMarked;
