/** The outcomes of a job, loaded page by page. */
import { tenThousandths } from './scale.js';
import { wordsOfFaces, wordsOfFailure, wordsOfOtherFace } from './words.js';

const PAGE = 1000;

/**
 * @typedef {object} Row
 * @property {number} index
 * @property {string} stem
 * @property {string} searched the stem as it is searched for
 * @property {string} status
 * @property {boolean|null} match
 * @property {number|null} similarity
 * @property {number} level the similarity in ten-thousandths; -1 when there is none
 * @property {string} reason why there was no decision
 * @property {string} faces which photos show several
 * @property {string} otherFace that another person may have been meant
 */

/**
 * @param {(rows: Row[]) => void} onRows gets each page
 * @param {AbortSignal} signal
 */
export async function loadOutcomes(api, id, onRows, signal) {
  const texts = new Map();
  let cursor = null;
  do {
    const at = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await api.get(`v1/jobs/${id}/outcomes?limit=${PAGE}${at}`, signal);
    onRows(page.items.map((outcome) => rowOf(outcome, texts)));
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
}

function rowOf(outcome, texts) {
  const stem = outcome.pair_id ?? `pair ${outcome.pair_index + 1}`;
  const similarity = outcome.similarity ?? null;
  const match = outcome.match ?? null;
  const faces = Object.entries(outcome.faces ?? {});
  const text = (words) => shared(words.filter((each) => each !== '').join('; '), texts);
  return {
    index: outcome.pair_index,
    stem,
    searched: searchable(stem),
    status: outcome.status,
    match,
    similarity,
    level: similarity === null ? -1 : tenThousandths(similarity),
    reason: text((outcome.failures ?? []).map(wordsOfFailure)),
    faces: text(faces.map(([side, face]) => wordsOfFaces(side, face, match !== null))),
    otherFace: text(faces.map(([side, face]) => wordsOfOtherFace(side, face))),
  };
}

/** Many rows have the same text: it is kept once. */
function shared(text, texts) {
  if (!texts.has(text)) {
    texts.set(text, text);
  }
  return texts.get(text);
}

/** Letter case and Unicode form make no difference. */
export function searchable(text) {
  return text.normalize('NFC').toLowerCase();
}
