@NullMarked
package io.facematch.standalone.privacy;

import org.jspecify.annotations.NullMarked;
