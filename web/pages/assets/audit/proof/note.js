/** Reads what C2SP defines: proof files (tlog-proof), signed notes, checkpoints and verifier keys. Believes nothing. */
import { concat, equal, fromBase64, sha256, toHex, utf8 } from './bytes.js';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const MOST_BYTES = 256 * 1024;
const MOST_HASHES = 63;
const HASH_BYTES = 32;
const NUMBER = /^(0|[1-9]\d{0,18})$/;
const SIGNATURE = /^\u2014 ([^\s+]+) (\S+)$/;
const KEY = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/;

/** The kinds of keys that a log signs with. */
export const ED25519 = 1;
export const ML_DSA_44 = 6;

/** The file is not what it has to be. Its message says what is wrong, in words. */
export class Malformed extends Error {}

function demand(isSo, otherwise) {
  if (!isSo) {
    throw new Malformed(otherwise);
  }
}

/**
 * @typedef {object} Signature
 * @property {string} name of the key
 * @property {Uint8Array} keyId four bytes
 * @property {Uint8Array} bytes
 *
 * @typedef {object} Checkpoint what a log signs
 * @property {string} text what the signatures are over
 * @property {string} origin the name of the log
 * @property {bigint} size how many leaves it has
 * @property {Uint8Array} root
 * @property {Signature[]} signatures
 *
 * @typedef {object} Proof
 * @property {Uint8Array} leaf
 * @property {bigint} index
 * @property {Uint8Array[]} siblings
 * @property {Checkpoint} checkpoint
 *
 * @typedef {object} Key
 * @property {string} name
 * @property {Uint8Array} id four bytes
 * @property {number} type
 * @property {Uint8Array} bytes
 */

/** @param {Uint8Array} file @returns {Proof} */
export function parseProof(file) {
  const text = textOf(file);
  const end = text.indexOf('\n\n');
  demand(end >= 0, 'The proof has no blank line before its checkpoint.');
  const [first, extra = '', place = '', ...hashes] = text.slice(0, end).split('\n');
  demand(first === FIRST_LINE, `A proof begins with the line ${FIRST_LINE}.`);
  const leaf = extra.startsWith('extra ') ? fromBase64(extra.slice('extra '.length)) : null;
  demand(leaf !== null, 'The proof does not hold the leaf, in Base64.');
  demand(place.startsWith('index ') && NUMBER.test(place.slice('index '.length)), 'The proof does not say which leaf it is.');
  const siblings = hashes.map(fromBase64);
  demand(siblings.length <= MOST_HASHES, 'The proof has more hashes than any tree.');
  demand(siblings.every((hash) => hash?.length === HASH_BYTES), 'A hash of the proof is not 32 bytes in Base64.');
  return { leaf, index: BigInt(place.slice('index '.length)), siblings, checkpoint: parseCheckpoint(text.slice(end + 2)) };
}

function textOf(file) {
  demand(file.length <= MOST_BYTES, 'The file is longer than any proof.');
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    throw new Malformed('The file is not a text in UTF-8.');
  }
  demand(!/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text), 'The file has characters that are no text.');
  return text;
}

/** @returns {Checkpoint} */
function parseCheckpoint(note) {
  const end = note.lastIndexOf('\n\n');
  demand(end >= 0 && note.endsWith('\n'), 'The checkpoint has no signatures.');
  const text = note.slice(0, end + 1);
  const [origin, size = '', root = ''] = text.split('\n');
  const rootBytes = fromBase64(root);
  demand(origin !== '' && NUMBER.test(size) && rootBytes?.length === HASH_BYTES, 'The checkpoint does not name its log, a size and a root.');
  const signatures = note.slice(end + 2, -1).split('\n').map(parseSignature);
  return { text, origin, size: BigInt(size), root: rootBytes, signatures };
}

function parseSignature(line) {
  const found = SIGNATURE.exec(line);
  const bytes = found && fromBase64(found[2]);
  demand(bytes && bytes.length > 4, 'A signature of the checkpoint is not in its form.');
  return { name: found[1], keyId: bytes.slice(0, 4), bytes: bytes.slice(4) };
}

/**
 * A line for each key: its name, its id, and the key itself, with plus signs between them.
 *
 * @param {string} text
 * @returns {Promise<Key[]>}
 */
export async function parseKeys(text) {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  demand(lines.length > 0, 'There is no key.');
  return Promise.all(lines.map(parseKey));
}

async function parseKey(line) {
  const found = KEY.exec(line);
  const typed = found && fromBase64(found[3]);
  demand(typed && typed.length > 1, 'A key is not in its form: NAME+ID+KEY.');
  const id = (await sha256(concat(utf8(`${found[1]}\n`), typed))).slice(0, 4);
  demand(toHex(id) === found[2], 'A key has another id than it says.');
  return { name: found[1], id, type: typed[0], bytes: typed.slice(1) };
}

/** The signature that says it is by this key. @param {Checkpoint} checkpoint @param {Key} key */
export function signatureBy(checkpoint, key) {
  return checkpoint.signatures.find((signature) => signature.name === key.name && equal(signature.keyId, key.id));
}
