/** The command that shows the keys, makes new ones, and forgets those that open nothing any more. */
@NullMarked
package io.facematch.standalone.keys;

import org.jspecify.annotations.NullMarked;
