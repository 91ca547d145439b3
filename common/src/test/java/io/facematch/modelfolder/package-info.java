@NullMarked
package io.facematch.modelfolder;

import org.jspecify.annotations.NullMarked;
