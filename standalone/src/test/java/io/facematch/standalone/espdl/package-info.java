@NullMarked
package io.facematch.standalone.espdl;

import org.jspecify.annotations.NullMarked;
