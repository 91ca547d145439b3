/** One photo of a result, the user's own copy of it, with what was found on it. */

import { el, icon, svg } from '../dom.js';
import { otherFaceRefused } from '../faces.js';

const QUALITIES = [
  ['overall', 'Overall'],
  ['size', 'Size of the face'],
  ['sharpness', 'Sharpness'],
  ['exposure', 'Exposure'],
  ['pose', 'Pose'],
];
const LANDMARKS = ['right eye', 'left eye', 'nose', 'right corner of the mouth', 'left corner of the mouth'];

/**
 * @param {object} shown
 * @param {string} shown.title
 * @param {import('./images.js').Photo} shown.photo
 * @param {any} [shown.face] what the API found; absent when nothing was compared
 * @param {number} [shown.overall] quality, where that is all there is
 * @param {{message: string}[]} shown.failures
 */
export function facePanel({ title, photo, face, overall, failures }) {
  const frame = el('div', { class: 'face-frame' });
  const address = photo.format === 'TIFF' ? null : URL.createObjectURL(photo.file);
  const substitute = () => {
    const words = face ? 'The browser can’t show this photo. The frame shows where its face is.' : 'The browser can’t show this photo.';
    frame.replaceChildren(el('p', { class: 'face-substitute muted' }, icon('file'), el('span', { text: words })));
    if (face) {
      frame.append(overlay(face));
    }
  };
  if (address) {
    const image = el('img', { src: address, alt: `${title}, as you chose it` });
    image.addEventListener('error', substitute);
    frame.append(image);
    if (face) {
      frame.append(overlay(face));
    }
  } else {
    substitute();
  }

  const qualities = QUALITIES.map(([key, name]) => [name, face?.quality?.[key] ?? (key === 'overall' ? overall : undefined)]).filter(([, value]) => typeof value === 'number');
  const element = el(
    'div',
    { class: 'face', role: 'group', 'aria-label': title },
    el('h3', { text: title }),
    frame,
    failures.length > 0 &&
      el('ul', { class: 'reasons' }, ...failures.map(({ message }) => el('li', {}, icon('undecided'), el('span', { text: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` })))),
    face && el('p', { class: 'hint', text: facts(face) }),
    qualities.length > 0 && el('dl', { class: 'qualities' }, ...qualities.map(([name, value]) => quality(name, value))),
  );
  return { element, dispose: () => address && URL.revokeObjectURL(address) };
}

function facts({ faces_found: found, confidence, rotation_applied: rotation, padding_applied: padding, other_face_refused: refused }) {
  const words = [];
  if (typeof found === 'number') {
    words.push(found === 1 ? '1 face found' : `${found} faces found, this one is the most alike`);
  }
  if (typeof confidence === 'number') {
    words.push(`detector confidence ${confidence.toFixed(2)}`);
  }
  if (rotation) {
    words.push(`turned by ${rotation}° to find it`);
  }
  if (padding) {
    words.push('border added to find it');
  }
  if (refused) {
    words.push(otherFaceRefused(refused));
  }
  return words.join(', ');
}

function quality(name, value) {
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, el('span', {}));
  bar.firstChild.style.width = `${Math.round(value * 100)}%`;
  return el('div', {}, el('dt', { text: name }), el('dd', {}, bar, el('span', { text: value.toFixed(2) })));
}

/** Box and landmarks in the photo's own pixels. Lines twice, dark below light, to be seen on any photo. */
function overlay({ width, height, box, landmarks = [] }) {
  const radius = Math.max(box.width * 0.022, Math.max(width, height) / 250);
  const shapes = (kind) => [
    svg('rect', { class: kind, x: box.x, y: box.y, width: box.width, height: box.height, rx: box.width * 0.03 }),
    ...landmarks.map(([x, y], i) => svg('circle', { class: kind, cx: x, cy: y, r: radius }, kind === 'line' && svg('title', { text: LANDMARKS[i] }))),
  ];
  return svg(
    'svg',
    { class: 'overlay', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Box around the face, with marks on eyes, nose and mouth' },
    ...shapes('halo'),
    ...shapes('line'),
  );
}
