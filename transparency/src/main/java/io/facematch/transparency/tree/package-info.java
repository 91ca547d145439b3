/** The Merkle tree of RFC 6962 by its mathematics: hashes, tree heads, the check of both kinds of proof. Stores nothing. */
@NullMarked
package io.facematch.transparency.tree;

import org.jspecify.annotations.NullMarked;
