/** How the link that {@code up} prints signs a browser in: by a code that is good for one token. */
@NullMarked
package io.facematch.api.signin;

import org.jspecify.annotations.NullMarked;
