/**
 * Takes in a hostile ZIP of image pairs: checks of the whole directory, pairing, reading of members.
 *
 * <p>More than twelve types, because it is one parser: each stage reads what the one before it has checked.
 */
@NullMarked
package io.facematch.api.archive;

import org.jspecify.annotations.NullMarked;
