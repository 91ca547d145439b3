@NullMarked
package io.facematch.broker;

import org.jspecify.annotations.NullMarked;
