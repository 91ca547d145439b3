/** The engine of this worker: which models it compares with, and where that is recorded. */
@NullMarked
package io.facematch.worker.engine;

import org.jspecify.annotations.NullMarked;
