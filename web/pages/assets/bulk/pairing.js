/** Pairs the members of an archive by the stem of their names, as the server does. */
import { Turns } from './turns.js';

const SUFFIX = '_image';
/** Java's white space: without the no-break spaces that JavaScript counts in. */
const BLANK = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

/**
 * What a member's name says about its place in a pair: `<stem>_image1.<ext>` or `<stem>_image2.<ext>`.
 * @returns {{stem: string, side: 1 | 2} | null} null for folders, what operating systems leave behind, other names
 */
export function imageName(path) {
  const unified = path.replaceAll('\\', '/');
  const name = unified.slice(unified.lastIndexOf('/') + 1);
  if (name.startsWith('._') || unified.startsWith('__MACOSX/') || unified.includes('/__MACOSX/')) {
    return null;
  }
  for (let at = name.lastIndexOf(SUFFIX); at >= 0; at = at > 0 ? name.lastIndexOf(SUFFIX, at - 1) : -1) {
    const digit = name[at + SUFFIX.length];
    const hasExtension = name[at + SUFFIX.length + 1] === '.' && name.length > at + SUFFIX.length + 2;
    if (hasExtension && (digit === '1' || digit === '2')) {
      return { stem: name.slice(0, at), side: digit === '1' ? 1 : 2 };
    }
  }
  return null;
}

/** Equal for stems that one file system or another takes for the same. */
function keyOf(stem) {
  // Twice: lower case can leave composed form.
  return stem.normalize('NFC').toLowerCase().normalize('NFC');
}

/**
 * @template {{path: string}} M
 * @param {M[]} members in the order of the directory
 * @param {number} maxPairs
 * @param {import('./findings.js').Findings} findings takes what refuses the archive
 * @param {AbortSignal} [signal]
 * @returns {Promise<{pairs: {stem: string, image1: M, image2: M}[], unpaired: string[], ignored: number}>}
 */
export async function pairMembers(members, maxPairs, findings, signal) {
  const turns = new Turns();
  const candidates = new Map();
  let ignored = 0;
  let ambiguous = false;
  for (const member of members) {
    if (turns.isOver) {
      await turns.next(signal);
    }
    const name = imageName(member.path);
    if (!name) {
      ignored++;
    } else if (BLANK.test(name.stem)) {
      findings.add('EMPTY_STEM', member.path);
      ambiguous = true;
    } else {
      const key = keyOf(name.stem);
      let candidate = candidates.get(key);
      if (!candidate) {
        candidate = { stem: name.stem, image1: null, image2: null, isTwin: false };
        candidates.set(key, candidate);
      }
      const side = name.side === 1 ? 'image1' : 'image2';
      candidate.isTwin ||= candidate[side] !== null;
      candidate[side] = member;
    }
  }
  const pairs = [];
  const unpaired = [];
  for (const { stem, image1, image2, isTwin } of candidates.values()) {
    if (isTwin) {
      findings.add('DUPLICATE_STEM', stem);
      ambiguous = true;
    }
    if (image1 && image2) {
      pairs.push({ stem, image1, image2 });
    } else {
      unpaired.push((image1 ?? image2).path);
    }
  }
  if (pairs.length > maxPairs) {
    findings.add('TOO_MANY_PAIRS');
  } else if (pairs.length === 0 && !ambiguous) {
    findings.add('NO_PAIRS');
  }
  return { pairs, unpaired, ignored };
}
