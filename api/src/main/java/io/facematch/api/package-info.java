/** The API process: submissions in, answers and results out. */
@NullMarked
package io.facematch.api;

import org.jspecify.annotations.NullMarked;
