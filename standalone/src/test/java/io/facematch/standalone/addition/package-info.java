@NullMarked
package io.facematch.standalone.addition;

import org.jspecify.annotations.NullMarked;
