@NullMarked
package io.facematch.standalone.run.input;

import org.jspecify.annotations.NullMarked;
