@NullMarked
package io.facematch.standalone.fetch;

import org.jspecify.annotations.NullMarked;
