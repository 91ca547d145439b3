/** The same request for a terminal; the token stays a variable. */

import { BASE } from '../address.js';

/** @param {import('./images.js').Photo[]} photos */
export function curlOf(photos, { operatingPoint, uniqueId }) {
  const parts = [`image1=${file(photos[0])}`, `image2=${file(photos[1])}`, `operating_point=${operatingPoint}`];
  if (uniqueId) {
    parts.push(`unique_id=${quoted(uniqueId)}`);
  }
  return [
    'curl -sS -H "Authorization: Bearer $FACEMATCH_TOKEN" -H \'Prefer: wait=10\'',
    ...parts.map((part) => `  -F ${shell(part)}`),
    `  ${BASE}/v1/jobs`,
  ].join(' \\\n');
}

function file({ file: { name } }) {
  return `@${quoted(name)}`;
}

/** For curl, which gives meaning to semicolons, commas, a leading @ or <. */
function quoted(text) {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function shell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
