/** Single mode: compares two photos and shows the result. */

import { el, icon } from '../dom.js';
import { exactSize, size } from '../format.js';
import { ApiError, sleep } from '../api.js';
import { OPERATING_POINTS } from '../operating-points.js';
import { session } from '../session.js';
import { photoField } from './photo-field.js';
import { resultCard } from './result.js';

const UNFINISHED = ['ENQUEUING', 'RUNNING'];
const POLL_MS = 700;
/** Most outcomes come sooner. A job can be cancelled by its id, which only the answer tells: so the wait is short. */
const WAIT = 'wait=3';
const SAMPLES = ['person01_selfie.jpg', 'person01_id.jpg'];

/** @returns {import('../playground.js').Mode} */
export function mount(container, { api, limits, onState, announce }) {
  /** @type {AbortController|null} */
  let running = null;
  let result = null;
  let tenant = session.current()?.tenant ?? null;
  /** Whether the user changed something since the latest run began. */
  let hasChanged = false;

  const fields = [
    photoField({
      side: 'image1',
      title: 'Selfie',
      role: 'The live photo of the person',
      symbol: 'selfie',
      camera: 'user',
      limits,
      onChange,
      onMore: (files) => fields[1].accept(files.slice(0, 1)),
    }),
    photoField({
      side: 'image2',
      title: 'Document',
      role: 'The photo of the ID document',
      symbol: 'document',
      camera: 'environment',
      limits,
      onChange,
      onMore: (files) => fields[0].accept(files.slice(0, 1)),
    }),
  ];
  const swap = el('button', { type: 'button', class: 'button swap', 'aria-label': 'Swap the photos', title: 'Swap the photos', onclick: swapPhotos }, icon('swap'));

  const point = el(
    'select',
    { id: 'operating-point', 'aria-describedby': 'operating-point-hint', onchange: onChange },
    ...OPERATING_POINTS.map(({ code, threshold, impostors }) => el('option', { value: code, text: `${code}: ${threshold.toFixed(2)} (1 in ${impostors})` })),
  );
  const uniqueId = el('input', { id: 'unique-id', maxlength: '200', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'unique-id-hint', oninput: onChange });
  const options = el(
    'div',
    { class: 'options' },
    el(
      'div',
      {},
      el('label', { class: 'field', for: 'operating-point' }, el('span', { text: 'Operating point' }), point),
      el('p', { class: 'hint', id: 'operating-point-hint', text: 'The lowest similarity that is a match. In brackets: how many pairs of different people reach it.' }),
    ),
    el(
      'div',
      {},
      el('label', { class: 'field', for: 'unique-id' }, el('span', { text: 'unique_id (optional)' }), uniqueId),
      el('p', { class: 'hint', id: 'unique-id-hint', text: 'Your own reference for this pair. Only a keyed digest of it is kept.' }),
    ),
  );

  const progressText = el('span', {});
  const progress = el(
    'div',
    { class: 'progress card', hidden: true },
    el('span', { class: 'spinner', 'aria-hidden': 'true' }),
    progressText,
    el('button', { type: 'button', class: 'button', text: 'Cancel', onclick: () => running?.abort() }),
  );
  const problem = el('div', { class: 'problem', role: 'alert' });
  const place = el('div', { id: 'single-result' });

  container.classList.add('single');
  container.append(samples(), el('div', { class: 'photos' }, fields[0].element, swap, fields[1].element), options, progress, problem, place);

  limits.addEventListener('change', onState);
  session.addEventListener('change', onSession);
  document.addEventListener('paste', onPaste);
  // A photo dropped beside its place must not replace the page.
  for (const type of ['dragover', 'drop']) {
    window.addEventListener(type, (e) => e.preventDefault());
  }

  function samples() {
    const button = el('button', { type: 'button', class: 'button small', id: 'try-samples', text: 'Try sample photos', onclick: trySamples });
    return el('p', { class: 'samples' }, button, el('span', { class: 'hint', text: 'a selfie and an ID photo of one person, both drawn by a program' }));
  }

  async function trySamples() {
    try {
      const files = await Promise.all(SAMPLES.map(sample));
      await Promise.all(fields.map((field, i) => field.accept([files[i]])));
      announce('The sample photos are loaded. Press Run to compare them.');
    } catch (e) {
      explain(e);
    }
  }

  /** Nothing of a tenant stays for whoever comes next. What was chosen before anybody signed in is for the one who does. */
  function onSession() {
    const now = session.current()?.tenant ?? null;
    if (tenant !== null && now !== tenant) {
      running?.abort();
      result?.dispose();
      result = null;
      place.replaceChildren();
      problem.replaceChildren();
      uniqueId.value = '';
      fields.forEach((field) => field.clear());
    }
    tenant = now;
  }

  function onChange() {
    hasChanged = true;
    result?.markOutdated();
    onState();
  }

  const isShown = () => container.offsetParent !== null;

  function onPaste(e) {
    const files = [...(e.clipboardData?.files ?? [])];
    if (!isShown() || files.length === 0 || document.querySelector('dialog[open]')) {
      return;
    }
    e.preventDefault();
    const field = fields.find((one) => one.hasFocus()) ?? fields.find((one) => !one.photo());
    if (field) {
      field.accept(files);
    } else {
      announce('Both fields have a photo. Move to the photo that you want to replace, and paste again.');
    }
  }

  function swapPhotos() {
    const [first, second] = fields.map((field) => field.photo());
    fields[0].set(second);
    fields[1].set(first);
    announce('The photos changed places.');
  }

  function missing() {
    if (running) {
      return 'Comparing …';
    }
    const [selfie, id] = fields.map((field) => field.photo());
    if (!selfie && !id) {
      return 'Choose two photos first';
    }
    if (!selfie || !id) {
      return `Choose the ${selfie ? 'document' : 'selfie'} photo, too`;
    }
    const most = limits.current()?.max_pair_bytes;
    return most && selfie.file.size + id.file.size > most ? `Both photos together are larger than ${exactSize(most)}: choose smaller ones` : null;
  }

  async function run() {
    const photos = fields.map((field) => field.photo());
    const asked = { operatingPoint: point.value, uniqueId: uniqueId.value.trim() };
    running = new AbortController();
    hasChanged = false;
    problem.replaceChildren();
    progress.hidden = false;
    progressText.textContent = 'Sending the photos';
    announce('Comparing');
    onState();
    try {
      const { job, roundTripMs } = await compare(photos, asked, running.signal);
      show(resultCard({ job, photos, asked, roundTripMs }));
    } catch (e) {
      explain(e);
    } finally {
      running = null;
      progress.hidden = true;
      onState();
    }
  }

  async function compare(photos, asked, signal) {
    let started = performance.now();
    const restart = () => (started = performance.now()); // the time to sign in does not count
    session.addEventListener('change', restart);
    let job = null;
    let token = null;
    try {
      const onProgress = (sent, total) => (progressText.textContent = sent < total ? `Sending the photos: ${size(sent)} of ${size(total)}` : 'Waiting for the outcome');
      job = await api.upload('v1/jobs', form(photos, asked), { Prefer: WAIT }, onProgress, signal);
      token = session.token();
      while (UNFINISHED.includes(job.state)) {
        progressText.textContent = 'Waiting in the queue: the workers are busy. The result appears here when it is ready.';
        await sleep(POLL_MS, signal);
        job = await api.get(`v1/jobs/${job.id}`, signal);
      }
    } catch (e) {
      if (e.name === 'AbortError' && job && session.token() === token) {
        api.send('DELETE', `v1/jobs/${job.id}`).catch(() => {}); // it may be over by now
      }
      throw e;
    } finally {
      session.removeEventListener('change', restart);
    }
    if (!job.outcome) {
      throw new Error(`The job ended as ${job.state} before the pair was compared. Run it again.`);
    }
    return { job, roundTripMs: performance.now() - started };
  }

  function show(card) {
    result?.dispose();
    result = card;
    place.replaceChildren(card.element);
    if (hasChanged) {
      card.markOutdated();
    }
    announce(card.summary);
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    card.element.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'nearest' });
  }

  function explain(e) {
    if (e.name === 'AbortError') {
      announce('Cancelled');
      return;
    }
    const later = e.retryAfter ? ` Try again in ${e.retryAfter} s.` : '';
    problem.replaceChildren(
      el(
        'div',
        { class: 'card' },
        el('b', { text: e.status === 401 ? 'Nothing was sent' : 'This did not work' }),
        el('p', { text: e.message + later }),
        e.errors?.length > 0 && el('ul', {}, ...e.errors.map((text) => el('li', { text }))),
      ),
    );
  }

  return { missing, run, shown: () => {} };
}

async function sample(name) {
  const answer = await fetch(`samples/${name}`).catch(() => null);
  if (!answer?.ok) {
    throw new ApiError(answer?.status ?? 0, { detail: 'The sample photos can’t be loaded now.' });
  }
  return new File([await answer.blob()], name, { type: 'image/jpeg' });
}

/** Without the names of the files: they may name a person, and the API has no use for them. */
function form(photos, { operatingPoint, uniqueId }) {
  const body = new FormData();
  body.append('image1', photos[0].file, 'image1');
  body.append('image2', photos[1].file, 'image2');
  body.append('operating_point', operatingPoint);
  if (uniqueId) {
    body.append('unique_id', uniqueId);
  }
  return body;
}
