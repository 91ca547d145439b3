/** The same tree as it is stored and served: tiles of 256 hashes after C2SP tlog-tiles, appended to and proven from. */
@NullMarked
package io.facematch.transparency.tile;

import org.jspecify.annotations.NullMarked;
