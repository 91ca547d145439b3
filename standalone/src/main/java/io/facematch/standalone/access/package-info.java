/** The commands that let programs in: tokens, and clients that get tokens themselves. */
@NullMarked
package io.facematch.standalone.access;

import org.jspecify.annotations.NullMarked;
