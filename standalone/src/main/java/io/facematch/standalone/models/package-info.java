/** The commands about models: which there are, what is known of one, and how to get its file. */
@NullMarked
package io.facematch.standalone.models;

import org.jspecify.annotations.NullMarked;
