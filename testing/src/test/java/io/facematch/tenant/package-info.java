@NullMarked
package io.facematch.tenant;

import org.jspecify.annotations.NullMarked;
