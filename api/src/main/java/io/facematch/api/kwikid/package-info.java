/** The face match API of KwikID, as its clients know it. */
@NullMarked
package io.facematch.api.kwikid;

import org.jspecify.annotations.NullMarked;
