/** The parameters of an address: read strictly, and refused where a route does not know them. */
@NullMarked
package io.facematch.api.parameter;

import org.jspecify.annotations.NullMarked;
