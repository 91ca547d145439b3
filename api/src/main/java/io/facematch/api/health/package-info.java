/** Health at the API's own port, where it was before it had one of its own. */
@NullMarked
package io.facematch.api.health;

import org.jspecify.annotations.NullMarked;
