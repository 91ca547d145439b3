/** What the API takes as a photo, told before anything is sent. */

import { size } from '../dom.js';

export const MOST_BYTES = 7 * 1024 * 1024;
export const ACCEPTED = '.jpg,.jpeg,.png,.bmp,.tif,.tiff,image/jpeg,image/png,image/bmp,image/tiff';

/** By their first bytes: a file's ending says little. */
const TAKEN = [
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['BMP', [0x42, 0x4d]],
  ['TIFF', [0x49, 0x49, 0x2a, 0x00]],
  ['TIFF', [0x4d, 0x4d, 0x00, 0x2a]],
];

/**
 * @typedef {object} Photo
 * @property {File} file
 * @property {string} format JPEG, PNG, BMP or TIFF
 */

/**
 * @param {File} file
 * @returns {Promise<Photo>}
 * @throws {Error} whose message says what is wrong and what to do
 */
export async function photoOf(file) {
  if (file.size === 0) {
    throw new Error('This file is empty. Choose the original photo.');
  }
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer().catch(unreadable));
  const known = TAKEN.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
  if (!known) {
    throw new Error(`${stranger(head)} Choose a JPEG, PNG, BMP or TIFF.`);
  }
  if (file.size > MOST_BYTES) {
    throw new Error(`This photo has ${size(file.size)}; the limit is 7 MiB (${size(MOST_BYTES)}). Choose a smaller one.`);
  }
  return { file, format: known[0] };
}

function unreadable() {
  throw new Error('This file can’t be read. Was it moved or deleted?');
}

function stranger(head) {
  const text = String.fromCharCode(...head);
  if (/^ftyp(hei|hev|mif|msf)/.test(text.slice(4))) {
    return 'This is a HEIC photo; the phone that took it can save it as JPEG (“Most compatible”).';
  }
  if (text.slice(4).startsWith('ftypavif')) {
    return 'This is an AVIF image.';
  }
  if (text.startsWith('RIFF') && text.slice(8).startsWith('WEBP')) {
    return 'This is a WebP image.';
  }
  if (text.startsWith('GIF8')) {
    return 'This is a GIF.';
  }
  if (text.startsWith('%PDF')) {
    return 'This is a PDF, not a photo.';
  }
  if (text.startsWith('PK')) {
    return 'This is an archive: Bulk mode takes those.';
  }
  return 'This is not a photo.';
}
