/** One run: its progress, its counts and its results. */
import { el, save } from '../dom.js';
import { clock, count, counted, moment, percent, rate } from '../format.js';
import { isOver } from './jobs.js';
import { RecentRate } from './recent-rate.js';
import { NOT_COMPARED, wordsOfEnd, wordsOfNames, wordsOfState, wordsOfStatus } from './words.js';

const TICK_MS = 1_000;
const QUARTER = 25;

/**
 * @param {object} options
 * @param {object} options.job
 * @param {import('../api.js')} options.api
 * @param {(text: string) => void} options.announce
 * @param {() => void} options.onCancel called after the user agreed
 * @param {() => void} options.onClose
 * @param {() => void} options.onAnother called when the user wants to choose another archive
 */
export function createRunView({ api, announce, job: first, note, onCancel, onClose, onAnother }) {
  let job = first;
  let connected = true;
  let announced = percent(first.done, first.total);
  let results = null;
  const pace = new RecentRate();

  const state = el('span', { class: 'bulk-state', id: 'bulk-state' });
  const bar = progressBar();
  const words = el('p', { class: 'bulk-progress-words', id: 'bulk-progress' });
  const counts = el('dl', { class: 'bulk-counts', id: 'bulk-counts' });
  const cancel = el('button', { type: 'button', class: 'button small', id: 'bulk-cancel', onclick: () => confirmCancel(job, onCancel) }, 'Cancel run');
  const close = el('button', { type: 'button', class: 'button small quiet', id: 'bulk-close', onclick: onClose }, 'Close');
  const another = el('button', { type: 'button', class: 'button small', id: 'bulk-another', onclick: onAnother }, 'Choose another ZIP');
  const outdated = el('p', { class: 'outdated-note', role: 'status' });
  const hint = el('p', { class: 'hint' });
  const trouble = el('p', { class: 'error', role: 'alert' });
  const end = el('div', { class: 'bulk-end-place' });
  const more = el('div', { class: 'bulk-more' });
  const title = el('h2', { id: 'bulk-run-title', tabindex: '-1', text: `Run of ${moment(first.created_at)}` });
  const element = el(
    'section',
    { class: 'card bulk-run', id: 'bulk-run', 'aria-labelledby': 'bulk-run-title', 'data-job': first.id },
    el(
      'div',
      { class: 'bulk-line' },
      el('div', { class: 'bulk-run-name' }, title, state),
      el('div', { class: 'bulk-buttons' }, cancel, another, close),
    ),
    outdated,
    el('p', { class: 'muted bulk-run-facts', text: `${counted(first.total, 'pair')}, operating point ${first.operating_point}: match from ${first.threshold.toFixed(2)}` }),
    el('div', { class: 'bulk-progress' }, bar.element, words, hint),
    trouble,
    first.names && el('p', { class: 'hint', id: 'bulk-run-names', text: wordsOfNames(first.names) }),
    end,
    counts,
    more,
  );
  const timer = setInterval(showProgress, TICK_MS);

  function showProgress() {
    const over = isOver(job);
    const remaining = job.total - job.done;
    const now = performance.now();
    const perSecond = pace.perSecond(now);
    const left = pace.left(remaining, now);
    const parts = [`${count(job.done)} of ${counted(job.total, 'pair')} (${percent(job.done, job.total)} %)`];
    if (!over && perSecond !== null) {
      parts.push(perSecond > 0 ? `${rate(perSecond)} pairs/s` : 'waiting for a worker');
    }
    if (!over && left !== null && remaining > 0) {
      parts.push(`about ${clock(left)} left`);
    }
    if (over && job.finished_at) {
      parts.push(`in ${clock((Date.parse(job.finished_at) - Date.parse(job.created_at)) / 1000)}`);
    }
    words.textContent = parts.join(' · ');
    hint.textContent = over
      ? ''
      : connected
        ? note
        : 'There is no connection to the server. The run continues there, and this page asks again every few seconds.';
    bar.show(job);
  }

  function announceProgress() {
    const done = percent(job.done, job.total);
    if (done - announced >= QUARTER && !isOver(job)) {
      announced = done - (done % QUARTER);
      announce(`${announced} percent: ${count(job.done)} of ${counted(job.total, 'pair')} done`);
    }
  }

  function show(next) {
    job = next;
    pace.add(job.done, performance.now());
    state.textContent = wordsOfState(job);
    state.dataset.state = job.state;
    if (isOver(job) && document.activeElement === cancel) {
      title.focus({ preventScroll: true }); // the button is about to go
    }
    cancel.hidden = isOver(job);
    close.hidden = !isOver(job);
    another.hidden = !isOver(job);
    showProgress();
    counts.replaceChildren(...tiles(job));
    announceProgress();
    if (isOver(job)) {
      clearInterval(timer);
    }
  }

  /** @param {boolean} byItself whether the page downloads the results now, without a press of the button */
  async function finish(byItself) {
    const hasResults = job.state !== 'FAILED' && !(Date.parse(job.results_until) < Date.now());
    const button = el('button', { type: 'button', class: 'button primary', id: 'bulk-download', onclick: download });
    button.textContent = `Download ${fileName(job)}`;
    const sentence = el('p', { id: 'bulk-end', text: wordsOfEnd(job, false) });
    end.replaceChildren(
      el(
        'div',
        { class: `bulk-end ${job.state === 'COMPLETED' ? 'good' : 'odd'}` },
        sentence,
        hasResults
          ? el('div', { class: 'bulk-line' }, button, el('span', { class: 'hint', text: `Names and results are deleted on ${moment(job.results_until)}.` }))
          : job.state !== 'FAILED' && el('p', { class: 'hint', text: 'The names of the pairs and the results ZIP were deleted, as announced; the outcomes stay.' }),
      ),
    );
    if (hasResults && byItself && (await download())) {
      sentence.textContent = wordsOfEnd(job, true);
    }
    announce(sentence.textContent);
  }

  async function download() {
    trouble.textContent = '';
    try {
      results ??= await api.download(`v1/jobs/${job.id}/results`);
      save(results.blob, results.filename);
      return true;
    } catch (error) {
      trouble.textContent = `The results could not be downloaded: ${error.message}`;
      return false;
    }
  }

  show(first);
  return {
    element,
    more,
    job: () => job,
    show,
    finish,
    focus: () => title.focus(),
    markOutdated() {
      element.classList.add('outdated');
      outdated.textContent = 'You have chosen another archive or operating point since. This is still the earlier run.';
    },
    fail: (text) => (trouble.textContent = text),
    connection(isThere) {
      connected = isThere;
      showProgress();
    },
    dispose() {
      clearInterval(timer);
      element.remove();
    },
  };
}

/** The name that the server gives the results. */
function fileName(job) {
  return `facematch-bulk-${Date.parse(job.finished_at ?? job.created_at)}.zip`;
}

/** Matches, non-matches and what could not be compared, as parts of the whole. */
function progressBar() {
  const kinds = ['match', 'non-match', 'not-compared'];
  const parts = kinds.map((kind) => el('span', { class: kind }));
  const element = el('div', { class: 'bulk-bar', role: 'progressbar', 'aria-label': 'Pairs done', 'aria-valuemin': '0' }, ...parts);
  return {
    element,
    show(job) {
      const sizes = [job.matches, job.non_matches, job.done - job.matches - job.non_matches];
      parts.forEach((part, i) => (part.style.width = `${job.total > 0 ? (100 * sizes[i]) / job.total : 0}%`));
      element.setAttribute('aria-valuemax', String(job.total));
      element.setAttribute('aria-valuenow', String(job.done));
      element.setAttribute('aria-valuetext', `${count(job.done)} of ${counted(job.total, 'pair')}`);
    },
  };
}

function tiles(job) {
  const tile = (kind, name, hint, number) =>
    el(
      'div',
      { class: `bulk-count ${kind} ${number === 0 ? 'none' : ''}`, 'data-count': name },
      el('dt', {}, el('span', {}, ...breakable(name)), hint && el('small', { text: hint })),
      el('dd', { text: count(number) }),
    );
  return [
    tile('match', 'Match', 'same person', job.matches),
    tile('non-match', 'Non-match', 'different people', job.non_matches),
    tile('compared', 'Success', wordsOfStatus('Success'), job.counts.Success),
    !isOver(job) || job.counts.Pending > 0 ? tile('pending', 'Pending', isOver(job) ? 'never compared' : wordsOfStatus('Pending'), job.counts.Pending) : null,
    ...NOT_COMPARED.map((status) => tile('not-compared', status, wordsOfStatus(status), job.counts[status])),
  ].filter(Boolean);
}

/** Lets a status code break between its words, where it is too long for a narrow page. */
function breakable(code) {
  return code.split(/(?=[A-Z])/).flatMap((word, i) => (i === 0 ? [word] : [el('wbr'), word]));
}

function confirmCancel(job, onCancel) {
  const dialog = el(
    'dialog',
    { class: 'confirm', 'aria-labelledby': 'bulk-confirm-title', onclose: () => dialog.remove() },
    el('h2', { id: 'bulk-confirm-title', text: 'Cancel this run?' }),
    el('p', { text: `${count(job.done)} of ${counted(job.total, 'pair')} are done and stay. The others can’t be compared any more: their images are deleted at once.` }),
    el(
      'div',
      { class: 'dialog-buttons' },
      el('button', { type: 'button', class: 'button', id: 'bulk-confirm-no', onclick: () => dialog.close() }, 'Keep running'),
      el(
        'button',
        {
          type: 'button',
          class: 'button danger',
          id: 'bulk-confirm-yes',
          onclick: () => {
            dialog.close();
            onCancel();
          },
        },
        'Cancel the run',
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
