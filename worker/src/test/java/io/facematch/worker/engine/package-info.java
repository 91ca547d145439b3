@NullMarked
package io.facematch.worker.engine;

import org.jspecify.annotations.NullMarked;
