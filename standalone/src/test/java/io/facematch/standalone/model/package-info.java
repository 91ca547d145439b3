@NullMarked
package io.facematch.standalone.model;

import org.jspecify.annotations.NullMarked;
