/** What is measured, as its clients have it: the product as a process, photos for it, and how long it took to answer. */
@NullMarked
package io.facematch.standalone.benchmark.measured;

import org.jspecify.annotations.NullMarked;
