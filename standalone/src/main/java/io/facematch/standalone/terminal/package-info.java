/** What commands say to their user: why they failed, how far they are. */
@NullMarked
package io.facematch.standalone.terminal;

import org.jspecify.annotations.NullMarked;
