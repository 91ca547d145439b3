/** A place for one photo: click, drop, paste or take it; see it; remove it. */

import { el, icon } from '../dom.js';
import { exactSize, size } from '../format.js';
import { cameraAvailable, takePhoto } from './camera.js';
import { READ } from '../limits.js';
import { ACCEPTED, photoOf } from './images.js';

/**
 * @param {object} options
 * @param {string} options.side image1 or image2
 * @param {string} options.title
 * @param {string} options.role what the photo is for
 * @param {string} options.symbol icon of the empty field
 * @param {'user'|'environment'} options.camera the side of the phone
 * @param {ReturnType<import('../limits.js').createLimits>} options.limits
 * @param {() => void} options.onChange called when there is another photo, or none any more
 * @param {(files: File[]) => void} options.onMore when several files were dropped: those after the first
 */
export function photoField({ side, title, role, symbol, camera, limits, onChange, onMore }) {
  /** @type {import('./images.js').Photo|null} */
  let photo = null;
  let preview = null;
  let attempts = 0;

  const input = el('input', { type: 'file', accept: ACCEPTED, name: side, class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true' });
  const problem = el('p', { class: 'error', role: 'alert', id: `${side}-problem` });
  const zone = el('button', { type: 'button', class: 'drop-zone', 'aria-describedby': `${side}-problem` });
  const facts = el('span', { class: 'photo-facts muted' });
  const remove = el('button', { type: 'button', class: 'button quiet small', onclick: () => clear(true) }, icon('remove'), el('span', { text: 'Remove' }));
  const take =
    cameraAvailable() &&
    el('button', { type: 'button', class: 'button quiet small', onclick: capture }, icon('camera'), el('span', { text: 'Camera' }));

  const element = el(
    'div',
    { class: 'photo card', role: 'group', 'aria-labelledby': `${side}-title` },
    el('div', { class: 'photo-head' }, el('h2', { id: `${side}-title`, text: title }), el('code', { class: 'muted', text: side })),
    zone,
    input,
    problem,
    el('div', { class: 'photo-foot' }, facts, take, remove),
  );

  zone.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    accept([...input.files]);
    input.value = ''; // so that the same file can be chosen again
  });
  element.addEventListener('dragover', (e) => {
    e.preventDefault();
    e.dataTransfer.dropEffect = 'copy';
    zone.classList.add('dragged-over');
  });
  element.addEventListener('dragleave', (e) => {
    if (!element.contains(e.relatedTarget)) {
      zone.classList.remove('dragged-over');
    }
  });
  element.addEventListener('drop', (e) => {
    e.preventDefault();
    zone.classList.remove('dragged-over');
    accept([...e.dataTransfer.files]);
  });

  async function capture() {
    const taken = await takePhoto(title, camera);
    if (taken) {
      await accept([taken]);
    }
    take.focus();
  }

  /**
   * A file that is refused empties the field: the photo that was there is not the one that the user wants to compare.
   *
   * @param {File[]} files the first is for this field
   */
  async function accept([file, ...more]) {
    if (!file) {
      return;
    }
    const attempt = ++attempts;
    const [accepted, refusal] = await photoOf(file, limits.current()?.max_image_bytes ?? null).then(
      (photo) => [photo, ''],
      (error) => [null, `${file.name}: ${error.message}`],
    );
    if (attempt === attempts) {
      set(accepted);
      problem.textContent = refusal;
    }
    if (more.length > 0) {
      onMore(more);
    }
  }

  function clear(focus) {
    attempts++;
    set(null);
    if (focus) {
      zone.focus();
    }
  }

  function set(next) {
    photo = next;
    show();
    onChange();
  }

  function show() {
    if (preview) {
      URL.revokeObjectURL(preview);
      preview = null;
    }
    problem.textContent = '';
    remove.hidden = !photo;
    zone.classList.toggle('filled', photo !== null);
    if (photo) {
      zone.setAttribute('aria-label', `${title}: ${photo.file.name}. Choose another photo`);
      facts.textContent = `${photo.format}, ${size(photo.file.size)}`;
      zone.replaceChildren(...picture());
    } else {
      zone.setAttribute('aria-label', `${title}: choose, drop or paste a photo`);
      showAccepted();
      zone.replaceChildren(
        icon(symbol),
        el('b', { text: 'Choose a photo' }),
        el('span', { class: 'muted', text: 'or drop or paste it here' }),
        el('span', { class: 'muted', text: role }),
      );
    }
  }

  function showAccepted() {
    const most = limits.current()?.max_image_bytes;
    facts.textContent = most ? `${READ}, up to ${exactSize(most)}` : READ;
  }

  function picture() {
    const substitute = () => [icon('file'), el('b', { text: photo.file.name }), el('span', { class: 'muted', text: `No preview: browsers can’t show this ${photo.format}. It can be compared all the same.` })];
    if (photo.format === 'TIFF') {
      return substitute();
    }
    preview = URL.createObjectURL(photo.file);
    const image = el('img', { src: preview, alt: '' });
    const shown = photo;
    image.addEventListener('error', () => {
      if (photo === shown) {
        zone.replaceChildren(...substitute());
      }
    });
    image.addEventListener('load', () => {
      if (photo === shown) {
        facts.textContent = `${photo.format}, ${image.naturalWidth} × ${image.naturalHeight}, ${size(photo.file.size)}`;
      }
    });
    return [image];
  }

  limits.addEventListener('change', () => photo ?? showAccepted());
  show();
  return { element, accept, set, clear: () => clear(false), photo: () => photo, hasFocus: () => element.contains(document.activeElement), focus: () => zone.focus() };
}
