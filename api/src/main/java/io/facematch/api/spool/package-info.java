/** Encrypted temporary files without a name, which hold uploads while they are worked on. */
@NullMarked
package io.facematch.api.spool;

import org.jspecify.annotations.NullMarked;
