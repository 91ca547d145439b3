/** How pairs travel: exchange, queues, headers, and publishing that knows what it published. */
@NullMarked
package io.facematch.queue;

import org.jspecify.annotations.NullMarked;
