@NullMarked
package io.facematch.standalone.run.merge;

import org.jspecify.annotations.NullMarked;
