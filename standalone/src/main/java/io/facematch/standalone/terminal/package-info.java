/** What commands say to their user: why they failed, how far they are; and what the program was started with. */
@NullMarked
package io.facematch.standalone.terminal;

import org.jspecify.annotations.NullMarked;
