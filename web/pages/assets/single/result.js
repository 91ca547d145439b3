/** The result of one pair: decision, similarity, faces, reasons, timings, and the answer as a program gets it. */

import { copyButton, el, icon } from '../dom.js';
import { curlOf } from './curl.js';
import { facePanel } from './face-panel.js';
import { similarityScale } from './similarity-scale.js';

const SIDES = [
  { side: 'image1', title: 'Selfie' },
  { side: 'image2', title: 'Document' },
];

/** Why there is no decision, in words for the person with the camera; the reasons with their images come below it. */
const STATUS_WORDS = {
  EmptyImage: 'A photo is empty.',
  NoFaceDetected: 'No face was found in a photo.',
  LandmarksNotDetected: 'Eyes, nose or mouth could not be made out.',
  InvalidImage: 'A photo could not be read.',
  LowQuality: 'A photo is not good enough for a reliable decision.',
  Error: 'An error happened in Facematch. The photos are not the cause.',
};

/**
 * @param {object} made
 * @param {any} made.job as the API answered
 * @param {import('./images.js').Photo[]} made.photos the user's own
 * @param {{operatingPoint: string, uniqueId: string}} made.asked
 * @param {number} made.roundTripMs
 * @returns {{element: Element, summary: string, markOutdated: () => void, dispose: () => void}}
 */
export function resultCard({ job, photos, asked, roundTripMs }) {
  const outcome = job.outcome;
  const decision = decisionOf(outcome);
  const failures = outcome.failures ?? [];
  const panels = SIDES.map(({ side, title }, i) =>
    facePanel({
      title,
      photo: photos[i],
      face: outcome.faces?.[side],
      overall: outcome.quality?.[side],
      failures: failures.filter((failure) => failure.side === side),
    }),
  );
  const ofPair = failures.filter((failure) => failure.side === 'pair');

  const outdated = el('p', { class: 'outdated-note', role: 'status' });
  const element = el(
    'section',
    { class: `card result ${decision.kind}`, 'aria-labelledby': 'result-title' },
    outdated,
    el(
      'div',
      { class: 'decision' },
      icon(decision.kind),
      el('div', {}, el('h2', { id: 'result-title', text: decision.title }), el('p', { text: decision.words })),
    ),
    typeof outcome.similarity === 'number' && similarityScale(outcome),
    ofPair.length > 0 && el('ul', { class: 'reasons' }, ...ofPair.map(({ message }) => el('li', { text: sentence(message) }))),
    el('div', { class: 'faces' }, ...panels.map((panel) => panel.element)),
    timings(outcome.timings_ms, roundTripMs),
    outcome.model && el('p', { class: 'hint', text: `Model: ${outcome.model}.` }),
    raw('Raw JSON', JSON.stringify(job, null, 2)),
    raw('The same with curl', curlOf(photos, asked)),
  );
  return {
    element,
    summary: [decision.title, decision.words, ...failures.map(spoken)].join(' '),
    markOutdated() {
      element.classList.add('outdated');
      outdated.textContent = 'You have changed something since this run. The result below is still the earlier one: press Run to compare again.';
    },
    dispose: () => panels.forEach((panel) => panel.dispose()),
  };
}

function decisionOf(outcome) {
  if (outcome.status === 'Success') {
    const digits = outcome.similarity.toFixed(4);
    const threshold = `the threshold ${outcome.threshold.toFixed(2)} (${outcome.operating_point})`;
    return outcome.match
      ? { kind: 'match', title: 'Match', words: `Probably the same person: similarity ${digits} reaches ${threshold}.` }
      : { kind: 'non-match', title: 'Non-match', words: `Probably two different people: similarity ${digits} is below ${threshold}.` };
  }
  return { kind: 'undecided', title: 'Not compared', words: `${STATUS_WORDS[outcome.status] ?? 'No decision was possible.'} Status: ${outcome.status}.` };
}

function timings(measured, roundTripMs) {
  const rows = [
    ['Queue', measured?.queue, 'waiting for a worker'],
    ['Decode', measured?.decode, 'reading the photos'],
    ['Detect', measured?.detect, 'finding the faces'],
    ['Embed', measured?.embed, 'computing and comparing embeddings'],
    ['Worker, total', measured?.total, 'from start to end; both photos are read at the same time'],
    ['Round trip', roundTripMs, 'from Run to the result, as this page measured it'],
  ].filter(([, value]) => typeof value === 'number');
  return el(
    'div',
    { class: 'timings' },
    el('h3', { text: 'Time' }),
    el(
      'dl',
      {},
      ...rows.map(([name, value, words]) =>
        el('div', {}, el('dt', { text: name, title: words }), el('dd', {}, el('b', { text: milliseconds(value) }), el('span', { class: 'muted', text: words }))),
      ),
    ),
  );
}

function milliseconds(value) {
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`;
}

function raw(title, text) {
  return el(
    'details',
    { class: 'raw' },
    el('summary', { text: title }),
    el('figure', { class: 'example' }, copyButton(() => text), el('pre', { tabindex: '0', 'aria-label': title }, el('code', { text }))),
  );
}

function spoken({ side, message }) {
  const photo = SIDES.find((known) => known.side === side);
  return sentence(photo ? `${photo.title}: ${message}` : message);
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
