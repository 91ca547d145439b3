@NullMarked
package io.facematch.worker.comparison;

import org.jspecify.annotations.NullMarked;
