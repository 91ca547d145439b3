/** The engine of this worker: which models it compares with, and who is told so. */
@NullMarked
package io.facematch.worker.engine;

import org.jspecify.annotations.NullMarked;
