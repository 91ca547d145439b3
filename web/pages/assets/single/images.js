/** Which files the API accepts as photos; the page tells before it sends one. */

import { exactSize, size } from '../format.js';

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
 * @param {number|null} mostBytes null when the server has not told its limit
 * @returns {Promise<Photo>}
 * @throws {Error} whose message says what is wrong and what to do
 */
export async function photoOf(file, mostBytes) {
  if (file.size === 0) {
    throw new Error('This file is empty. Choose the original photo.');
  }
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer().catch(unreadable));
  const known = TAKEN.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
  if (!known) {
    throw new Error(`${unsupported(head)} Choose a JPEG, PNG, BMP or TIFF.`);
  }
  if (mostBytes !== null && file.size > mostBytes) {
    throw new Error(`This photo has ${size(file.size)}; the limit is ${exactSize(mostBytes)} (${size(mostBytes)}). Choose a smaller one.`);
  }
  return { file, format: known[0] };
}

function unreadable() {
  throw new Error('This file can’t be read. Was it moved or deleted?');
}

function unsupported(head) {
  const text = String.fromCharCode(...head);
  if (/^ftyp(hei|hev|mif|msf)/.test(text.slice(4))) {
    return 'This is a HEIC photo; in its camera settings the phone can save photos as JPEG (“Most compatible”).';
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
