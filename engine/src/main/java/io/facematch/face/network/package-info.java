/** Chooses, verifies, loads and runs the networks. A file is verified before it is loaded. */
@NullMarked
package io.facematch.face.network;

import org.jspecify.annotations.NullMarked;
