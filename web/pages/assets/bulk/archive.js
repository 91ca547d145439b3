/** Looks at a chosen archive before it is uploaded: how many pairs it has, and what its names and sizes already tell. */
import { Pairing } from './pairing.js';
import { NoZip, UnreadableDirectory, readDirectory } from './zip-directory.js';

/**
 * @typedef {object} Contents
 * @property {'listed'|'unreadable'|'no-zip'} state whether the list of files could be read
 * @property {number} bytes of the archive
 * @property {number} unpackedBytes of all its files
 * @property {ReturnType<Pairing['result']>} pairing
 */

/** @typedef {{code: string, names: string[], limit?: number}} Finding */

/**
 * @param {Blob} blob
 * @param {{stems?: 'name'|'path', onProgress?: (read: number, whole: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<Contents>}
 */
export async function readArchive(blob, options) {
  const pairing = new Pairing(options?.stems);
  let unpackedBytes = 0;
  let state = 'listed';
  const add = (member) => {
    pairing.add(member);
    unpackedBytes += member.size;
  };
  try {
    await readDirectory(blob, add, options);
  } catch (error) {
    if (!(error instanceof NoZip || error instanceof UnreadableDirectory)) {
      throw error;
    }
    state = error instanceof NoZip ? 'no-zip' : 'unreadable';
  }
  return { state, bytes: blob.size, unpackedBytes, pairing: pairing.result() };
}

/**
 * What is wrong with an archive as far as its names and sizes tell. Everything else the server finds.
 *
 * @param {Contents} contents
 * @param {import('../limits.js').Limits|null} limits null when the server has not told them
 * @returns {{problems: Finding[], warnings: Finding[]}} problems refuse the archive; warnings cost only what they name
 */
export function judge({ state, bytes, unpackedBytes, pairing }, limits) {
  if (state !== 'listed') {
    const finding = { code: state === 'no-zip' ? 'NOT_A_ZIP' : 'UNREADABLE', names: [] };
    return state === 'no-zip' ? { problems: [finding], warnings: [] } : { problems: [], warnings: [finding] };
  }
  const { pairs, unpaired, duplicates, withoutStem, misnamed } = pairing;
  const images = pairs.flatMap(({ image1, image2 }) => [image1, image2]);
  const pathsOf = (isMeant) => images.filter(isMeant).map(({ path }) => path);
  const problems = [
    limits && bytes > limits.max_archive_bytes && { code: 'TOO_LARGE', names: [], limit: limits.max_archive_bytes },
    limits && unpackedBytes > limits.max_unpacked_bytes && { code: 'EXPANDS_TOO_FAR', names: [], limit: limits.max_unpacked_bytes },
    limits && pairs.length > limits.max_pairs && { code: 'TOO_MANY_PAIRS', names: [], limit: limits.max_pairs },
    withoutStem.length > 0 && { code: 'EMPTY_STEM', names: withoutStem },
    duplicates.length > 0 && { code: 'DUPLICATE_STEM', names: duplicates },
    pairs.length + duplicates.length + withoutStem.length === 0 && { code: 'NO_PAIRS', names: [] },
  ];
  const warnings = [
    { code: 'MISNAMED', names: misnamed },
    { code: 'UNPAIRED', names: unpaired },
    { code: 'TOO_LARGE_IMAGE', names: limits ? pathsOf(({ size }) => size > limits.max_image_bytes) : [], limit: limits?.max_image_bytes },
    { code: 'TOO_LARGE_PAIR', names: limits ? tooLargePairs(pairs, limits) : [], limit: limits?.max_pair_bytes },
    { code: 'EMPTY_IMAGE', names: pathsOf(({ size }) => size === 0) },
  ];
  return { problems: problems.filter(Boolean), warnings: warnings.filter(({ names }) => names.length > 0) };
}

/** The first image of each pair that is too large as a whole, though neither image is. */
function tooLargePairs(pairs, { max_image_bytes: mostOfImage, max_pair_bytes: most }) {
  return pairs
    .filter(({ image1, image2 }) => image1.size + image2.size > most && Math.max(image1.size, image2.size) <= mostOfImage)
    .map(({ image1 }) => image1.path);
}
