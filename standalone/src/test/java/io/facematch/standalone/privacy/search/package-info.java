@NullMarked
package io.facematch.standalone.privacy.search;

import org.jspecify.annotations.NullMarked;
