/** Similarity from 0 to 1, with the operating points on the scale and what each would have decided. */

import { el } from '../dom.js';
import { OPERATING_POINTS } from '../operating-points.js';

/** @param {{similarity: number, threshold: number, operating_point: string, cosine?: number}} outcome */
export function similarityScale({ similarity, threshold, operating_point: chosen, cosine }) {
  return el(
    'div',
    { class: 'similarity' },
    el(
      'div',
      { class: 'similarity-head' },
      el('h3', { text: 'Similarity' }),
      el('b', { class: 'similarity-value', text: similarity.toFixed(4) }),
      typeof cosine === 'number' && el('span', { class: 'muted', text: `cosine ${cosine.toFixed(4)}` }),
    ),
    scale(similarity, threshold),
    table(similarity, chosen),
  );
}

function scale(similarity, threshold) {
  return el(
    'div',
    {
      class: 'scale',
      role: 'img',
      'aria-label': `Similarity ${similarity.toFixed(4)} on a scale from 0 to 1; a match begins at ${threshold.toFixed(2)}`,
    },
    placed(similarity, el('span', { class: 'marker' })),
    el('div', { class: 'track' }, placed(threshold, el('span', { class: 'above' }))),
    el('span', { class: 'end', text: '0' }),
    ...OPERATING_POINTS.map((point) => tick(point.threshold, point.threshold === threshold)),
    el('span', { class: 'end last', text: '1' }),
  );
}

function tick(value, inUse) {
  return placed(value, el('span', { class: inUse ? 'tick in-use' : 'tick', text: value.toFixed(2) }));
}

function placed(value, element) {
  element.style.left = `${value * 100}%`;
  return element;
}

function table(similarity, chosen) {
  return el(
    'table',
    { class: 'operating-points' },
    el('caption', { class: 'visually-hidden', text: 'What each operating point decides' }),
    el('thead', {}, el('tr', {}, ...['Operating point', 'Threshold', 'Impostors reaching it', 'This pair'].map((text) => el('th', { scope: 'col', text })))),
    el(
      'tbody',
      {},
      ...OPERATING_POINTS.map(({ code, threshold, impostors }) =>
        el(
          'tr',
          { class: code === chosen && 'in-use' },
          el('th', { scope: 'row' }, code, code === chosen && el('span', { class: 'in-use-mark', text: 'in use' })),
          el('td', { text: threshold.toFixed(2) }),
          el('td', { text: `1 in ${impostors}` }),
          el('td', { text: similarity >= threshold ? 'reaches it' : 'is below' }),
        ),
      ),
    ),
  );
}
