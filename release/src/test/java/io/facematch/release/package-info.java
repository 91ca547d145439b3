/** Tests of what is given away: the images, the release, and the files that describe them. */
@NullMarked
package io.facematch.release;

import org.jspecify.annotations.NullMarked;
