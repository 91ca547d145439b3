@NullMarked
package io.facematch.payload;

import org.jspecify.annotations.NullMarked;
