/** Looks at a chosen archive before it is uploaded: what would run, what would not, and what the server would refuse. */
import { Findings } from './findings.js';
import { MemberRules, checkLayout } from './member-rules.js';
import { pairMembers } from './pairing.js';
import { UnusableArchive, readDirectory } from './zip-directory.js';

const MIB = 1024 * 1024;

/** The server's limits as it is delivered. */
export const LIMITS = Object.freeze({
  maxPairs: 100_000,
  maxImageBytes: 7 * MIB,
  maxArchiveBytes: 2048 * MIB,
  maxUnpackedBytes: 8192 * MIB,
});

const MEMBERS_BESIDE_PAIRS = 64;
const DIRECTORY_BYTES_PER_MEMBER = 512;

/**
 * @typedef {{pairs: number, ignored: number,
 *   problems: import('./findings.js').Finding[], warnings: import('./findings.js').Finding[]}} Inspection
 *   problems refuse the archive; warnings cost only what they name
 */

/**
 * @param {Blob} blob
 * @param {{limits?: typeof LIMITS, onProgress?: (read: number, members: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<Inspection>}
 */
export async function inspectArchive(blob, { limits = LIMITS, onProgress, signal } = {}) {
  const problems = new Findings();
  const warnings = new Findings();
  let pairing = { pairs: [], unpaired: [], ignored: 0 };
  try {
    const members = await checkedMembers(blob, limits, problems, { onProgress, signal });
    pairing = await pairMembers(members, limits.maxPairs, problems, signal);
  } catch (error) {
    if (!(error instanceof UnusableArchive)) {
      throw error;
    }
    problems.add(error.code);
  }
  pairing.unpaired.forEach((path) => warnings.add('UNPAIRED', path));
  for (const { image1, image2 } of pairing.pairs) {
    for (const image of [image1, image2]) {
      if (image.size > limits.maxImageBytes) {
        warnings.add('TOO_LARGE_IMAGE', image.path);
      } else if (image.size === 0) {
        warnings.add('EMPTY_IMAGE', image.path);
      }
    }
  }
  return {
    pairs: pairing.pairs.length,
    ignored: pairing.ignored,
    problems: problems.list(),
    warnings: warnings.list(),
  };
}

async function checkedMembers(blob, limits, problems, options) {
  if (blob.size > limits.maxArchiveBytes) {
    throw new UnusableArchive('TOO_LARGE');
  }
  const maxMembers = 2 * limits.maxPairs + MEMBERS_BESIDE_PAIRS;
  const maxDirectoryBytes = Math.max(MIB, maxMembers * DIRECTORY_BYTES_PER_MEMBER);
  const rules = new MemberRules(limits.maxUnpackedBytes, problems);
  const members = [];
  const end = await readDirectory(
    blob,
    { maxMembers, maxDirectoryBytes },
    (member) => {
      rules.check(member);
      members.push(member);
    },
    options,
  );
  if (members.length === 0) {
    throw new UnusableArchive(end.directoryEnd === 0 ? 'EMPTY_ARCHIVE' : 'GARBAGE_BEFORE');
  }
  if (problems.isEmpty) {
    // What lies where means little when sizes or names are already refused.
    await checkLayout(members, end.directoryStart, problems, options.signal);
  }
  return members;
}
