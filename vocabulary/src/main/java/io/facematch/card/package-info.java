/** What is known of the networks: their cards, and what the numbers of an embedder mean. Runs no network. */
@NullMarked
package io.facematch.card;

import org.jspecify.annotations.NullMarked;
