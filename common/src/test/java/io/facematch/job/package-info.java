@NullMarked
package io.facematch.job;

import org.jspecify.annotations.NullMarked;
