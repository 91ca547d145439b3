/** What the dialects of the vendors share: they compare a pair while the client waits, and tell how it ended. */
@NullMarked
package io.facematch.api.dialect;

import org.jspecify.annotations.NullMarked;
