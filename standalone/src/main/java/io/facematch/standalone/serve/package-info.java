/** The commands that serve until they are stopped: everything in one process, the API alone, a worker alone. */
@NullMarked
package io.facematch.standalone.serve;

import org.jspecify.annotations.NullMarked;
