/** All that is known of one outcome, in words, and whether the log proves it. */
import { el } from '../../dom.js';
import { size } from '../../format.js';
import { feedbackPanel } from '../feedback.js';
import { decisionChip } from '../parts.js';
import { proofPanel } from '../proof/panel.js';
import { factList } from '../report-table.js';
import { milliseconds, percentage, time } from '../values.js';
import { formatView, ofSection, withTenant } from '../view.js';
import { SURFACES, plain, statusInWords } from '../words.js';

export const outcome = {
  name: 'outcome',
  title: 'Outcome',
  reports: [],
  isHidden: true,
  takes: () => false,

  load: ({ view, get }) => get(withTenant(`v1/outcomes/${encodeURIComponent(view.filters.id ?? '')}`, view)),

  render(found, ctx) {
    const { view } = ctx;
    return [
      el('p', { class: 'outcome-summary' }, decisionChip(found.decision), el('span', { text: found.summary })),
      el('div', { class: 'outcome-parts' }, ...parts(found, view).map(([title, facts]) => el('section', { class: 'card' }, el('h3', { text: title }), factList(facts)))),
      feedbackPanel(found, ctx),
      proofPanel(found, ctx),
    ];
  },
};

function parts(found, view) {
  const { zone } = view;
  const point = found.operating_point;
  return [
    [
      'Decision',
      [
        ['Status', statusInWords(found.status)],
        ['Similarity', found.erased ? 'erased with its subject' : found.similarity?.toFixed(4)],
        ['Threshold', `${found.threshold.toFixed(4)}, operating point ${point}`],
        ['Cosine', found.cosine?.toFixed(4)],
        ...(found.failures ?? []).map(({ side, message }) => [sideName(side), message]),
      ],
    ],
    [
      'When and from whom',
      [
        ['Decided', time(found.decided_at, zone)],
        ['Client', found.client],
        ['Surface', SURFACES[found.surface] ?? found.surface],
        ['Tenant', found.tenant],
        ['Job', el('a', { class: 'id', href: formatView(ofSection(view, 'outcomes', { job: found.job })), text: found.job })],
        ['Place in the job', String(found.pair_index)],
        ['Accepted on', found.accepted_on],
        ['HTTP status', String(found.http_status)],
        ['Trace', found.trace_id && code(found.trace_id)],
      ],
    ],
    ...['image1', 'image2'].map((side) => [sideName(side), imageFacts(found, side)]),
    [
      'Models',
      [
        ['Embedder', found.model],
        ['Detector', found.detector],
        ['Calibration', found.calibration],
        ['Calibrated with this detector', found.calibrated_with_this_detector === undefined ? null : found.calibrated_with_this_detector ? 'yes' : 'no: its false match rates may not hold here'],
        ['SHA-256 of the card', found.card_sha256 && code(found.card_sha256)],
        ['SHA-256 of the calibration', found.calibration_sha256 && code(found.calibration_sha256)],
      ],
    ],
    [
      'Time taken',
      [
        ...['queue', 'decode', 'detect', 'embed', 'total'].map((step) => [STEPS[step], found.timings_ms && milliseconds(found.timings_ms[step])]),
        ['Worker', found.worker],
      ],
    ],
    sensitive(found),
  ].filter((part) => part && part[1].some(([, value]) => value));
}

const STEPS = { queue: 'Waiting for a worker', decode: 'Reading the photos', detect: 'Finding faces', embed: 'Comparing', total: 'Worker, in all' };

const sideName = (side) => ({ image1: 'Image 1', image2: 'Image 2', pair: 'The pair' })[side] ?? side;

function code(text) {
  return el('code', { text });
}

function imageFacts(found, side) {
  const photo = found.photos?.[side] ?? {};
  const face = found.faces?.[side] ?? {};
  return [
    ['Format', photo.format && String(photo.format).toUpperCase()],
    ['File', photo.bytes === undefined ? null : photo.bytes === 0 ? 'empty' : size(photo.bytes)],
    ['Size', photo.width && `${photo.width} × ${photo.height} pixels`],
    ['Quality', found.quality?.[side] === undefined ? null : percentage(found.quality[side])],
    ['Turned', face.rotation_applied ? `by ${face.rotation_applied}° clockwise, to find the face` : null],
    ['Faces found', face.faces_found === undefined ? null : String(face.faces_found)],
    ['Larger face refused', face.other_face_refused && plain(face.other_face_refused)],
  ];
}

function sensitive(found) {
  return [
    'Subject (sensitive)',
    [
      ['Digest of the subject', found.subject_reference && code(found.subject_reference)],
      ['Consent', found.consent_ref],
      ['Reference', found.reference],
      ['Digest of image 1', found.photo_digests?.image1 && code(found.photo_digests.image1)],
      ['Digest of image 2', found.photo_digests?.image2 && code(found.photo_digests.image2)],
    ],
  ];
}
