/** What a container runs to learn whether its process is ready. */
@NullMarked
package io.facematch.health;

import org.jspecify.annotations.NullMarked;
