/** The server that a run is sent to when it is not one of this machine: its address, a token, and whether it takes it. */
@NullMarked
package io.facematch.standalone.run.remote;

import org.jspecify.annotations.NullMarked;
