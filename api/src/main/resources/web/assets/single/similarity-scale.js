/** Similarity from 0 to 1, with the operating points on the scale and what each would have decided. */

import { el, svg } from '../dom.js';
import { operatingPoints } from './operating-points.js';

const WIDTH = 1000;
const HEIGHT = 74;
const TRACK_TOP = 22;
const TRACK_HEIGHT = 16;

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
  const x = (value) => value * WIDTH;
  const bar = (from, to, kind) => svg('rect', { x: x(from), y: TRACK_TOP, width: x(to - from), height: TRACK_HEIGHT, class: kind });
  return svg(
    'svg',
    {
      class: 'scale',
      viewBox: `-16 0 ${WIDTH + 32} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `Similarity ${similarity.toFixed(4)} on a scale from 0 to 1; a match begins at ${threshold.toFixed(2)}`,
    },
    bar(0, threshold, 'below'),
    bar(threshold, 1, 'above'),
    ...[0, 0.5, 1, ...operatingPoints.map((point) => point.threshold)].map((value) => tick(x(value), value, value === threshold)),
    svg('path', { class: 'marker', d: `M${x(similarity)} ${TRACK_TOP + TRACK_HEIGHT + 3} V${TRACK_TOP - 5} m-11 -14 h22 l-11 14 z` }),
  );
}

function tick(x, value, inUse) {
  return svg(
    'g',
    { class: inUse ? 'tick in-use' : 'tick' },
    svg('line', { x1: x, x2: x, y1: TRACK_TOP, y2: TRACK_TOP + TRACK_HEIGHT + (inUse ? 10 : 6) }),
    svg('text', { x, y: HEIGHT - 8, 'text-anchor': value === 0 ? 'start' : value === 1 ? 'end' : 'middle', text: value === 0 || value === 1 ? String(value) : value.toFixed(2) }),
  );
}

function table(similarity, chosen) {
  return el(
    'table',
    { class: 'operating-points' },
    el('caption', { class: 'visually-hidden', text: 'What each operating point decides' }),
    el('thead', {}, el('tr', {}, ...['Operating point', 'Threshold', 'Impostors that reach it', 'This pair'].map((text) => el('th', { scope: 'col', text })))),
    el(
      'tbody',
      {},
      ...operatingPoints.map(({ name, threshold, impostors }) =>
        el(
          'tr',
          { class: name === chosen && 'in-use' },
          el('th', { scope: 'row' }, name, name === chosen && el('span', { class: 'in-use-mark', text: 'in use' })),
          el('td', { text: threshold.toFixed(2) }),
          el('td', { text: `1 in ${impostors}` }),
          el('td', { text: similarity >= threshold ? 'reaches it' : 'stays below' }),
        ),
      ),
    ),
  );
}
