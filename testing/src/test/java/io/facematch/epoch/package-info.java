@NullMarked
package io.facematch.epoch;

import org.jspecify.annotations.NullMarked;
