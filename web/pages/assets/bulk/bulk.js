/** Bulk mode: compares the pairs of a ZIP, from the choice of the file to the results. */
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

/** Why an upload ends when its tenant signs out. */
const LEFT = 'left';

const NOTE_STARTED = 'The server has accepted the archive. You may close or reload this tab: the server continues the run, and this page finds it again.';
const NOTE_FOUND = 'This page has found the run on the server. You may close or reload this tab: the server continues the run.';

/**
 * @param {HTMLElement} container
 * @param {{api: object, limits: object, onState: () => void, announce: (text: string) => void}} ctx
 * @returns {import('../playground.js').Mode}
 */
export function mount(container, { api, limits, onState, announce }) {
  const choice = createChoice({ limits, announce, onChange: onChoice, onState });
  const recent = createRecent({ onOpen });
  const runPlace = el('div', { class: 'bulk-run-place' });
  container.classList.add('bulk');
  container.append(choice.element, runPlace, recent.element);

  let tenant = session.current()?.tenant ?? null;
  /** @type {AbortController|null} */
  let uploading = null;
  /** The same for each attempt to send an archive, so that the server accepts it once at most. */
  let idempotencyKey = null;
  /** The id of the run of the chosen archive, so that a second press of Run does not start it twice. */
  let accepted = null;
  /** @type {{view: ReturnType<typeof createRunView>, controller: AbortController}|null} */
  let current = null;
  let looking = null;

  session.addEventListener('change', onSession);

  /** The run that is shown belongs to an earlier choice: it goes below the new one, and says so. */
  function onChoice() {
    idempotencyKey = null;
    accepted = null;
    if (current) {
      current.view.markOutdated();
      const hadFocus = runPlace.contains(document.activeElement);
      choice.element.after(runPlace);
      if (hadFocus) {
        choice.focus();
      }
      choice.element.scrollIntoView({ block: 'nearest' });
    }
    onState();
  }

  function missing() {
    const job = current?.view.job();
    if (uploading) {
      return 'Uploading …';
    }
    return job !== undefined && job.id === accepted && !isOver(job) ? 'This archive is being run' : choice.missing();
  }

  async function run() {
    if (missing() !== null) {
      return;
    }
    uploading = new AbortController();
    choice.lock(true);
    onState();
    idempotencyKey ??= newKey();
    const job = await upload(api, announce, choice.notice, {
      file: choice.file(),
      parameters: choice.parameters(),
      idempotencyKey,
      controller: uploading,
    });
    const left = uploading.signal.reason === LEFT;
    uploading = null;
    choice.lock(false);
    if (left) {
      choice.clear();
      return;
    }
    if (job) {
      idempotencyKey = null;
      accepted = job.id;
      awaitedHere.add(job.id);
      announce('The server has accepted the archive and runs it.');
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

  /** Shows a run above everything else, and follows it to its end. */
  function open(job, note) {
    leave();
    const controller = new AbortController();
    const view = createRunView({ api, announce, job, note, onCancel: () => cancel(job.id), onClose: close, onAnother: choice.open });
    current = { view, controller };
    runPlace.replaceChildren(view.element);
    choice.element.before(runPlace);
    choice.showInstructions(false);
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
      await api.send('DELETE', `v1/jobs/${id}`);
    } catch (error) {
      // The run may have ended meanwhile: then this page is about to hear of its end.
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

  /** Finds the runs on the server: after a reload, in another tab, after signing in. */
  function look() {
    looking ??= find().finally(() => (looking = null));
    return looking;
  }

  async function find() {
    // A run that may be there is no reason to ask the user to sign in.
    if (!session.isValid()) {
      return;
    }
    const whose = tenant;
    const jobs = await latestJobs(api);
    if (tenant !== whose) {
      return find(); // it was signed out, or in for another tenant, meanwhile
    }
    if (!jobs) {
      return; // the page works without the list
    }
    const resumable = jobs.find((job) => !isOver(job)) ?? jobs.find((job) => awaitedHere.has(job.id));
    if (resumable && current === null && !uploading) {
      open(resumable, NOTE_FOUND);
    }
    recent.show(jobs, current?.view.job().id);
  }

  function onSession() {
    const now = session.current()?.tenant ?? null;
    if (now !== tenant) {
      const wasSignedIn = tenant !== null;
      tenant = now;
      leave();
      recent.show([]);
      // What was chosen before anybody signed in is for the one who does.
      if (wasSignedIn) {
        uploading?.abort(LEFT);
        choice.clear();
      }
    }
    if (!container.hidden) {
      look();
    }
    onState();
  }

  return { missing, run, shown: () => look() };
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
