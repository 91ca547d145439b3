/**
 * The transparency log of each tenant: its outcomes as leaves of a Merkle tree, and what is signed and published of it.
 */
@NullMarked
package io.facematch.api.audit.log;

import org.jspecify.annotations.NullMarked;
