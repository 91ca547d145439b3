/** How pairs get to the workers: exchange, queues, headers, and publishing with confirms. */
@NullMarked
package io.facematch.queue;

import org.jspecify.annotations.NullMarked;
