@NullMarked
package io.facematch.standalone.models;

import org.jspecify.annotations.NullMarked;
