/** The face comparison API of Azakaw, as its clients know it. */
@NullMarked
package io.facematch.api.azakaw;

import org.jspecify.annotations.NullMarked;
