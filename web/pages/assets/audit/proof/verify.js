/** Verifies in the browser that an outcome is in the signed log of its tenant, and tells each step. Asks nobody. */
import { equal, toBase64, toHex, utf8 } from './bytes.js';
import { ED25519, ML_DSA_44, Malformed, parseKeys, parseProof, signatureBy } from './note.js';
import { rootFrom, leafHash } from './tree.js';
import { differences } from './leaf.js';

/**
 * @typedef {object} Step
 * @property {string} code names it for programs
 * @property {'good'|'bad'|'open'|'skipped'} state open: this browser can't tell
 * @property {string} title what is checked
 * @property {string} words what was found, and what it means
 * @property {string} [value] what it was found from, to be compared elsewhere
 *
 * @typedef {object} Verdict
 * @property {'valid'|'invalid'|'open'} state
 * @property {string} words
 * @property {Step[]} steps
 */

const TITLES = {
  form: 'The proof can be read',
  leaf: 'The leaf is this outcome',
  hash: 'The hash of the leaf',
  path: 'The way from the leaf to the root',
  root: 'The root is the one that was signed',
  key: 'The key is that of this log',
  signature: 'The signature fits',
};

const WHY_OPEN = {
  insecure: 'Browsers compute hashes only for pages that came over https, or from localhost. Open this page that way, or verify the proof file with another program.',
  ed25519: 'This browser can’t check Ed25519 signatures. All else fits. Use a newer browser, or verify the proof file with another program.',
};

class Failed extends Error {}

class Open extends Error {}

/**
 * @param {object} given
 * @param {Uint8Array} given.proof the proof file
 * @param {string} given.keys the public keys that are trusted, a line for each
 * @param {object} given.outcome as the API shows it: the leaf must say the same
 * @returns {Promise<Verdict>}
 */
export async function verify({ proof, keys, outcome }) {
  /** @type {Step[]} */
  const steps = [];
  const found = {};
  for (const [code, check] of Object.entries(CHECKS)) {
    const title = TITLES[code];
    if (steps.length > 0 && steps.at(-1).state !== 'good') {
      steps.push({ code, title, state: 'skipped', words: 'Not looked at: a step before it must be right first.' });
      continue;
    }
    try {
      steps.push({ code, title, state: 'good', ...(await check({ proof, keys, outcome }, found)) });
    } catch (e) {
      if (!(e instanceof Malformed || e instanceof Failed || e instanceof Open)) {
        throw e;
      }
      steps.push({ code, title, state: e instanceof Open ? 'open' : 'bad', words: e.message, ...(e.cause && { value: e.cause }) });
    }
  }
  return { ...verdict(steps, found), steps };
}

function verdict(steps, found) {
  const wrong = steps.find((step) => step.state === 'bad');
  if (wrong) {
    return { state: 'invalid', words: `Not verified. ${wrong.words}` };
  }
  const open = steps.find((step) => step.state === 'open');
  if (open) {
    return { state: 'open', words: `Not decided. ${open.words}` };
  }
  return {
    state: 'valid',
    words: `Verified: this outcome is entry ${found.proof.index + 1n} of ${found.proof.checkpoint.size} in the signed log ${found.proof.checkpoint.origin}, unchanged since it was entered.`,
  };
}

/** In this order; each finds what the next ones need. */
const CHECKS = {
  form({ proof }, found) {
    found.proof = parseProof(proof);
    const { siblings, checkpoint } = found.proof;
    return { words: `It holds the leaf, ${siblings.length} hashes, and a checkpoint with ${checkpoint.signatures.length} signatures.` };
  },

  leaf({ outcome }, found) {
    const told = differences(found.proof.leaf, outcome);
    if (told.length > 0) {
      throw new Failed(`The leaf is not what this page shows: ${told.join('; ')}.`);
    }
    return {
      words: 'It says what this page shows of the outcome: status, decision, threshold, models, client and time. Similarity and subject are in it as commitments, so that they can be erased without breaking the proof.',
      value: new TextDecoder().decode(found.proof.leaf),
    };
  },

  async hash(_, found) {
    if (!globalThis.crypto?.subtle) {
      throw new Open(WHY_OPEN.insecure);
    }
    found.hash = await leafHash(found.proof.leaf);
    return { words: 'SHA-256 of a zero byte and the leaf, as RFC 6962 says. Another leaf would have another hash.', value: toBase64(found.hash) };
  },

  async path(_, found) {
    const { index, siblings, checkpoint } = found.proof;
    if (index >= checkpoint.size) {
      throw new Failed(`The proof is for leaf ${index}, but the log had only ${checkpoint.size} when it was signed.`);
    }
    found.root = await rootFrom(found.hash, index, checkpoint.size, siblings);
    if (found.root === null) {
      throw new Failed(`${siblings.length} hashes are too many or too few for leaf ${index} of ${checkpoint.size}.`);
    }
    return { words: `Leaf ${index} of ${checkpoint.size} (counted from 0) and ${siblings.length} hashes lead to this root.`, value: toBase64(found.root) };
  },

  root(_, { root, proof: { checkpoint } }) {
    if (!equal(root, checkpoint.root)) {
      throw new Failed('The outcome is not in the log that was signed: the way leads to another root.', { cause: `signed: ${toBase64(checkpoint.root)}\nreached: ${toBase64(root)}` });
    }
    return { words: 'So this leaf, byte for byte, is in the log that the checkpoint names.', value: toBase64(checkpoint.root) };
  },

  async key({ keys }, found) {
    const { checkpoint } = found.proof;
    const trusted = (await parseKeys(keys)).filter((key) => key.name === checkpoint.origin);
    if (trusted.length === 0) {
      throw new Failed(`None of the keys is for the log ${checkpoint.origin}.`);
    }
    found.key = trusted.find((key) => key.type === ED25519 && signatureBy(checkpoint, key));
    if (!found.key) {
      throw new Failed('None of the Ed25519 keys of this log signed the checkpoint.');
    }
    found.second = trusted.some((key) => key.type === ML_DSA_44 && signatureBy(checkpoint, key));
    return { words: 'Compare its id with the one that you were told on another way: whoever changes the log and the keys could sign anything.', value: `${found.key.name}+${toHex(found.key.id)}` };
  },

  async signature(_, found) {
    const { checkpoint } = found.proof;
    if (!(await isSigned(found.key, signatureBy(checkpoint, found.key).bytes, checkpoint.text))) {
      throw new Failed('The signature does not fit the checkpoint: size, root or signature was changed, or somebody else signed.');
    }
    return {
      words: `Ed25519, over the name, the size and the root of the log.${found.second ? ' The second signature (ML-DSA-44) is for programs that know it; browsers can’t check it yet.' : ''}`,
    };
  },
};

async function isSigned(key, signature, text) {
  let imported;
  try {
    imported = await crypto.subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
  } catch (e) {
    if (e.name === 'NotSupportedError') {
      throw new Open(WHY_OPEN.ed25519);
    }
    throw new Failed('The key is no Ed25519 key.');
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, utf8(text));
}
