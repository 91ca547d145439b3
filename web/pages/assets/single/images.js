/** Which files the API accepts as photos; the page tells before it sends one. */

import { exactSize, size } from '../format.js';

export const ACCEPTED = '.jpg,.jpeg,.png,.bmp,.tif,.tiff,.webp,image/jpeg,image/png,image/bmp,image/tiff,image/webp';

/** @typedef {{name: string, signature: string, refusal?: string}} Format */
/** @typedef {{head_bytes: number, formats: Format[], unknown: string}} Formats */

/** @type {Promise<Formats|null>|null} */
let asked = null;

/**
 * @typedef {object} Photo
 * @property {File} file
 * @property {string} format JPEG, PNG, BMP, TIFF, WebP, or photo when the server has not told its formats
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
  const format = await formatOf(file);
  if (mostBytes !== null && file.size > mostBytes) {
    throw new Error(`This photo has ${size(file.size)}; the limit is ${exactSize(mostBytes)} (${size(mostBytes)}). Choose a smaller one.`);
  }
  return { file, format };
}

/** By its first bytes, as the server tells it: a file's ending says little. */
async function formatOf(file) {
  const known = await formats();
  if (!known) {
    await file.slice(0, 1).arrayBuffer().catch(unreadable);
    return 'photo';
  }
  const bytes = new Uint8Array(await file.slice(0, known.head_bytes).arrayBuffer().catch(unreadable));
  const head = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const format = known.formats.find(({ signature }) => new RegExp(`^(?:${signature})`, 's').test(head));
  if (!format || format.refusal) {
    const hint = format?.name === 'ARCHIVE' ? ' Bulk mode takes a ZIP of pairs.' : '';
    throw new Error(sentence(format?.refusal ?? known.unknown) + hint);
  }
  return format.name;
}

/** Null when the server does not tell them now; then it tells what is wrong with a file when it gets it. */
async function formats() {
  asked ??= fetch(new URL('../formats.json', import.meta.url))
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  const known = await asked;
  if (!known) {
    asked = null;
  }
  return known;
}

function sentence(words) {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function unreadable() {
  throw new Error('This file can’t be read. Was it moved or deleted?');
}
