/** Adds an embedder of one's own: looks at its file, tries it out on the sample people, and writes its card. */
@NullMarked
package io.facematch.standalone.addition;

import org.jspecify.annotations.NullMarked;
