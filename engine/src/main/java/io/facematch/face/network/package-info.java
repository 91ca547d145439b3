/** Which networks there are, where their files lie, and what their numbers mean. A file is verified before it is loaded. */
@NullMarked
package io.facematch.face.network;

import org.jspecify.annotations.NullMarked;
