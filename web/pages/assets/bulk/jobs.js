/** Bulk jobs on the server, as this page follows them. */
import { ApiError, sleep } from '../api.js';

const STREAM_SILENCE_MS = 5_000;
const POLL_MS = 1_000;
const LATEST = 50;
const MOST_REMEMBERED = 20;
const KEY = 'facematch.bulk.awaited';

export function isOver(job) {
  return job.state !== 'RUNNING' && job.state !== 'ENQUEUING';
}

/** @returns {Promise<object[]|null>} bulk jobs, newest first; null when the server does not tell them now */
export async function latestJobs(api) {
  const page = await api.peek(`v1/jobs?limit=${LATEST}`);
  return page && page.items.filter((job) => job.kind === 'bulk');
}

/**
 * Follows a job to its end. Events come as they happen; when they stop coming, as they do behind proxies that hold
 * streams back, the job is asked for instead.
 *
 * @param {(job: object) => void} onJob
 * @param {(connected: boolean) => void} onConnection
 * @param {AbortSignal} signal
 * @returns {Promise<object>} the job when it is over
 * @throws {ApiError} when the API refuses to tell
 */
export async function followJob(api, id, onJob, onConnection, signal) {
  const path = `v1/jobs/${id}`;
  const stream = new AbortController();
  const stopStream = () => stream.abort(signal.reason);
  signal.addEventListener('abort', stopStream, { once: true });
  let latest = null;
  let heardAt = -Infinity;
  let streams = true;
  let wake = () => {};
  const hear = (job) => {
    latest = job;
    heardAt = performance.now();
    onConnection(true);
    onJob(job);
    wake();
  };
  api.events(`${path}/events`, (name, job) => (name === 'progress' || name === 'end') && hear(job), stream.signal).catch(() => {
    streams = false;
    wake();
  });
  try {
    while (!latest || !isOver(latest)) {
      const patience = streams ? STREAM_SILENCE_MS : POLL_MS;
      if (performance.now() - heardAt >= patience) {
        try {
          hear(await api.get(path, signal));
        } catch (error) {
          if (!(error instanceof ApiError) || (error.status >= 400 && error.status < 500 && error.status !== 429)) {
            throw error;
          }
          onConnection(false);
        }
      }
      const heard = new Promise((resolve) => (wake = resolve));
      if (!latest || !isOver(latest)) {
        await Promise.race([heard, sleep(patience, signal)]);
      }
    }
    return latest;
  } finally {
    signal.removeEventListener('abort', stopStream);
    stream.abort();
  }
}

/**
 * The runs that were started or opened in this browser. At the end of such a run one tab downloads its results, without
 * a press of the button. It does not for runs that others started.
 */
export const awaitedHere = {
  add(id) {
    write([id, ...read().filter((known) => known !== id)].slice(0, MOST_REMEMBERED));
  },

  has: (id) => read().includes(id),

  /** @returns {boolean} whether it was awaited; from now on it is not */
  take(id) {
    const ids = read();
    write(ids.filter((known) => known !== id));
    return ids.includes(id);
  },
};

/** Used where the browser does not let a page keep anything. */
let unkept = [];

function read() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(ids) ? ids : [];
  } catch {
    return unkept;
  }
}

function write(ids) {
  unkept = ids;
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // The ids in this tab are kept, see above.
  }
}
