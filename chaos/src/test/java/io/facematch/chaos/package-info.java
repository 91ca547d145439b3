/** Faults, each as a sentence: the processes of the product beside a broker and a database of their own. */
@NullMarked
package io.facematch.chaos;

import org.jspecify.annotations.NullMarked;
