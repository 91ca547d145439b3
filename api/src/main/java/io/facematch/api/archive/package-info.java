/**
 * Reads a ZIP of image pairs that may be hostile: checks the whole directory, pairs the members, reads them.
 *
 * <p>More than twelve types, because it is one parser: each stage reads what the one before it has checked.
 */
@NullMarked
package io.facematch.api.archive;

import org.jspecify.annotations.NullMarked;
