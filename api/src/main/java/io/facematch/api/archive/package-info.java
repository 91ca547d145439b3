/** Takes in a hostile ZIP of image pairs: encrypted spool, checks of the whole directory, pairing, reading of members. */
@NullMarked
package io.facematch.api.archive;

import org.jspecify.annotations.NullMarked;
