/** Gets the files of models from the sources on their cards, or from a mirror, and makes sure that they are right. */
@NullMarked
package io.facematch.standalone.fetch;

import org.jspecify.annotations.NullMarked;
