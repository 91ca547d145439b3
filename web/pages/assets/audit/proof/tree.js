/** The hashes of a Merkle tree after RFC 6962: a leaf's own, and the root that a proof leads to. */
import { concat, sha256 } from './bytes.js';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @param {Uint8Array} leaf */
export function leafHash(leaf) {
  return sha256(concat(LEAF, leaf));
}

/**
 * Walks from a leaf to the root: RFC 9162, 2.1.3.2.
 *
 * @param {Uint8Array} hash of the leaf
 * @param {bigint} index of the leaf, from 0, below the size
 * @param {bigint} size of the tree
 * @param {Uint8Array[]} siblings from the leaf upwards
 * @returns {Promise<Uint8Array|null>} null when there are too many siblings or too few for this place
 */
export async function rootFrom(hash, index, size, siblings) {
  let node = index;
  let last = size - 1n;
  let value = hash;
  for (const sibling of siblings) {
    if (last === 0n) {
      return null;
    }
    if (node % 2n === 1n || node === last) {
      value = await sha256(concat(NODE, sibling, value));
      while (node % 2n === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      value = await sha256(concat(NODE, value, sibling));
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? value : null;
}
