/** Server-sent events: a client follows its job from its present state to its end. */
@NullMarked
package io.facematch.api.event;

import org.jspecify.annotations.NullMarked;
