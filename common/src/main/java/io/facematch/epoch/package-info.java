/** The keys of epochs: they wrap the data keys of their time, live outside of the database, and are destroyed after it. */
@NullMarked
package io.facematch.epoch;

import org.jspecify.annotations.NullMarked;
