/** Sends an archive and shows the progress. Until it is accepted only this tab has it, so the page asks to stay open. */
import { el } from '../dom.js';
import { clock, percent, size } from '../format.js';
import { listOfNames } from './names.js';
import { RecentRate } from './recent-rate.js';
import { wordsOfUploadError } from './words.js';

const QUARTER = 25;

/**
 * @param {HTMLElement} place where progress and errors are shown
 * @param {{file: File, parameters: Record<string, string>, idempotencyKey: string, controller: AbortController}} what
 *     the controller ends the upload
 * @returns {Promise<object|null>} the accepted job; null when it was refused, broke or was cancelled, which is shown
 */
export async function upload(api, announce, place, { file, parameters, idempotencyKey, controller }) {
  const view = progressView(file, () => controller.abort());
  place.replaceChildren(view.element);
  place.scrollIntoView({ block: 'nearest' });
  window.addEventListener('beforeunload', askToStay);
  announce(`Uploading ${file.name}`);
  try {
    const job = await api.upload(
      `v1/jobs?${new URLSearchParams(parameters)}`,
      file,
      { 'Content-Type': 'application/zip', 'Idempotency-Key': idempotencyKey },
      view.show(announce),
      controller.signal,
    );
    place.replaceChildren();
    return job;
  } catch (error) {
    if (controller.signal.aborted) {
      place.replaceChildren(el('p', { class: 'bulk-notice', text: 'Upload cancelled. Nothing was accepted.' }));
      announce('Upload cancelled. Nothing was accepted.');
    } else {
      const words = wordsOfUploadError(error);
      place.replaceChildren(refusal(words));
      place.scrollIntoView({ block: 'nearest' });
      announce(`${words.what} ${words.advice}`);
    }
    return null;
  } finally {
    window.removeEventListener('beforeunload', askToStay);
  }
}

/** The browser then asks the user in its own words. */
function askToStay(event) {
  event.preventDefault();
}

function progressView(file, onCancel) {
  const bar = el('progress', { max: '1', value: '0', 'aria-label': 'Upload' });
  const words = el('p', { class: 'bulk-upload-words' });
  const element = el(
    'div',
    { class: 'bulk-upload', id: 'bulk-upload' },
    el('div', { class: 'bulk-line' }, el('b', { text: `Uploading ${file.name}` }), el('button', { type: 'button', class: 'button small', id: 'bulk-upload-cancel', onclick: onCancel }, 'Cancel upload')),
    bar,
    words,
    el('p', { class: 'hint', text: 'Keep this tab open until the archive is accepted.' }),
  );
  words.textContent = `0 % of ${size(file.size)}`;

  return {
    element,
    show(announce) {
      const pace = new RecentRate();
      let announced = 0;
      return (sent, total) => {
        const now = performance.now();
        pace.add(sent, now);
        const left = pace.left(total - sent, now);
        const done = percent(sent, total);
        bar.value = total > 0 ? sent / total : 0;
        words.textContent =
          sent < total
            ? `${done} %: ${size(sent)} of ${size(total)}${left === null ? '' : `, ${clock(left)} left`}`
            : `100 %: the server checks the archive and seals its ${size(total)} pair by pair …`;
        if (done - announced >= QUARTER && done < 100) {
          announced = done - (done % QUARTER);
          announce(`${announced} percent uploaded`);
        }
      };
    },
  };
}

function refusal({ code, what, advice, names }) {
  return el(
    'div',
    { class: 'bulk-notice bad', id: 'bulk-refusal', 'data-code': code },
    el('p', {}, el('b', { text: what }), ` ${advice}`),
    listOfNames(names),
  );
}
