@NullMarked
package io.facematch.queue;

import org.jspecify.annotations.NullMarked;
