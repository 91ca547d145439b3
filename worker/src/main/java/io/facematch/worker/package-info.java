/** The worker process: pairs from the queue, faces compared, outcomes stored. */
@NullMarked
package io.facematch.worker;

import org.jspecify.annotations.NullMarked;
