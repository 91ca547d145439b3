/** Finds out in which code page a packer wrote names that are not Unicode. Knows nothing of archives. */
@NullMarked
package io.facematch.api.archive.codepage;

import org.jspecify.annotations.NullMarked;
