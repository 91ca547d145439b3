/** Encrypted files: those without a name, which hold what is worked on, and those that a process keeps for a while. */
@NullMarked
package io.facematch.api.spool;

import org.jspecify.annotations.NullMarked;
