/** Bulk mode: a ZIP of pairs, from the choice of the file to the results. */
import { ApiError } from '../api.js';
import { el } from '../dom.js';
import { session } from '../session.js';
import { createChoice } from './choice.js';
import { createHistogram } from './histogram.js';
import { followJob, isOver, latestJobs, awaitedHere } from './jobs.js';
import { createOutcomeTable } from './outcome-table.js';
import { loadOutcomes } from './outcomes.js';
import { createRecent } from './recent.js';
import { createRunView } from './run-view.js';
import { upload } from './upload.js';

const REFRESH_ROWS_MS = 500;

const NOTE_STARTED = 'The archive is accepted. You may close or reload this tab: the run goes on on the server, and this page finds it again.';
const NOTE_FOUND = 'This run was found on the server. You may close or reload this tab: it goes on there.';

/**
 * @param {HTMLElement} container
 * @param {{api: object, onState: () => void, announce: (text: string) => void}} ctx
 * @returns {{canRun: () => boolean, run: () => Promise<void>, shown: () => void}}
 */
export function mount(container, { api, onState, announce }) {
  const choice = createChoice({ announce, onChange: onChoice });
  const recent = createRecent({ onOpen });
  const runPlace = el('div', { class: 'bulk-run-place' });
  container.classList.add('bulk');
  container.append(choice.element, runPlace, recent.element);

  let tenant = session.current()?.tenant ?? null;
  let uploading = false;
  /** Stays the same while the same archive is tried again, so that it is accepted once at most. */
  let idempotencyKey = null;
  /** The run of the chosen archive, once accepted: it is not run twice at the same time by a second press. */
  let accepted = null;
  /** @type {{view: ReturnType<typeof createRunView>, controller: AbortController}|null} */
  let current = null;
  let looking = null;

  session.addEventListener('change', onSession);

  function onChoice() {
    idempotencyKey = null;
    accepted = null;
    onState();
  }

  function canRun() {
    const job = current?.view.job();
    const runs = job !== undefined && job.id === accepted && !isOver(job);
    return choice.isUsable() && !uploading && !runs;
  }

  async function run() {
    if (!canRun()) {
      return;
    }
    uploading = true;
    choice.lock(true);
    onState();
    idempotencyKey ??= newKey();
    const job = await upload(api, announce, choice.notice, {
      file: choice.file(),
      operatingPoint: choice.operatingPoint(),
      idempotencyKey,
    });
    uploading = false;
    choice.lock(false);
    if (job) {
      idempotencyKey = null;
      accepted = job.id;
      awaitedHere.add(job.id);
      announce('The archive is accepted. The run goes on on the server.');
      open(job, NOTE_STARTED).focus();
    }
    onState();
  }

  function onOpen(job) {
    if (!isOver(job)) {
      awaitedHere.add(job.id);
    }
    open(job, NOTE_FOUND).focus();
  }

  /** Shows a run, and follows it to its end. */
  function open(job, note) {
    leave();
    const controller = new AbortController();
    const view = createRunView({ api, announce, job, note, onCancel: () => cancel(job.id), onClose: close });
    current = { view, controller };
    runPlace.replaceChildren(view.element);
    onState();
    look();
    toItsEnd(view, job, controller.signal).catch((error) => {
      if (!controller.signal.aborted) {
        view.fail(wordsOf(error));
        announce(wordsOf(error));
      }
    });
    return view;
  }

  async function toItsEnd(view, job, signal) {
    const ended = isOver(job) ? job : await followJob(api, job.id, view.show, view.connection, signal);
    onState();
    const byItself = awaitedHere.take(ended.id) && ended.state === 'COMPLETED';
    await Promise.all([view.finish(byItself), showOutcomes(view, ended, signal)]);
  }

  async function showOutcomes(view, job, signal) {
    if (job.state === 'FAILED') {
      return;
    }
    const rows = [];
    const table = createOutcomeTable({ announce });
    const histogram = createHistogram({ threshold: job.threshold, onTry: table.tryThreshold });
    const note = el('p', { class: 'hint', text: 'Loading the pairs …' });
    view.more.replaceChildren(histogram.element, note, table.element);
    let shownAt = 0;
    const show = () => {
      shownAt = performance.now();
      histogram.element.hidden = !rows.some((row) => row.level >= 0);
      histogram.show(rows);
      table.show(rows);
    };
    await loadOutcomes(
      api,
      job.id,
      (more) => {
        signal.throwIfAborted();
        rows.push(...more);
        note.textContent = `Loading the pairs … ${rows.length.toLocaleString('en')} of ${job.total.toLocaleString('en')}`;
        if (performance.now() - shownAt > REFRESH_ROWS_MS) {
          show();
        }
      },
      signal,
    );
    show();
    note.remove();
    view.element.dataset.loaded = 'true';
  }

  async function cancel(id) {
    try {
      await api.send('DELETE', `/v1/jobs/${id}`);
    } catch (error) {
      // It may have ended meanwhile: then its end is on its way to this page.
      if (!(error instanceof ApiError) || error.code !== 'job-is-over') {
        current?.view.fail(wordsOf(error));
      }
    }
  }

  function leave() {
    current?.controller.abort();
    current?.view.dispose();
    current = null;
  }

  function close() {
    leave();
    onState();
    look();
  }

  /** Finds what runs on the server: after a reload, in another tab, after signing in. */
  function look() {
    looking ??= find().finally(() => (looking = null));
    return looking;
  }

  async function find() {
    // Nobody is asked to sign in just because there might be a run.
    const signedIn = session.current();
    if (!signedIn || (signedIn.expires && signedIn.expires.getTime() <= Date.now())) {
      return;
    }
    try {
      const jobs = await latestJobs(api);
      const resumable = jobs.find((job) => !isOver(job)) ?? jobs.find((job) => awaitedHere.has(job.id));
      if (resumable && current === null && !uploading) {
        open(resumable, NOTE_FOUND);
      }
      recent.show(jobs, current?.view.job().id);
    } catch {
      // Without the list the page works all the same; whoever runs something hears of what is wrong.
    }
  }

  function onSession() {
    const now = session.current()?.tenant ?? null;
    if (now !== tenant) {
      tenant = now;
      leave();
      recent.show([]);
    }
    if (!container.hidden) {
      look();
    }
    onState();
  }

  return { canRun, run, shown: () => look() };
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function wordsOf(error) {
  if (!(error instanceof ApiError)) {
    return `Something went wrong on this page: ${error.message}`;
  }
  return error.status === 404 ? 'The server does not know this run any more.' : error.message;
}
