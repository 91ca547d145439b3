/** The API as the page uses it: tokens, problem documents, upload progress, events, downloads. */

/** The API, or a proxy before it, refused a request or did not answer it. */
export class ApiError extends Error {
  /**
   * @param {number} status the HTTP status; 0 when there was no answer
   * @param {{code?: string, title?: string, detail?: string, errors?: string[]}} problem
   * @param {number|null} retryAfter seconds
   */
  constructor(status, problem, retryAfter = null) {
    super(problem.detail || problem.title || `The API answered with status ${status}.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.detail = this.message;
    /** Single findings, when there are several. */
    this.errors = Array.isArray(problem.errors) ? problem.errors : [];
    this.retryAfter = retryAfter;
  }
}

const NO_ANSWER = { code: 'no-answer', detail: 'The API does not answer. Is it running, and are you online?' };
const SIGN_IN = { code: 'unauthenticated', detail: 'You are not signed in.' };
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Every call waits for a sign-in when there is no token or the API refuses it, and then goes on. Aborted calls reject
 * with a DOMException named AbortError, everything else with an ApiError.
 *
 * @param {object} options
 * @param {() => string|null} options.getToken
 * @param {(refused: boolean) => Promise<boolean>} options.onUnauthorized resolves to true once there is a new token, to
 *     false when the user did not sign in
 * @param {(token: string) => void} options.onRefused hears of a token that the API refused while nothing depended on it
 */
export function createApi({ getToken, onUnauthorized, onRefused }) {
  /** Calls `attempt` with a token, again with a new one when that is refused. */
  async function signedIn(attempt) {
    for (;;) {
      const token = getToken();
      if (token) {
        const answer = await attempt(token);
        if (answer.status !== 401) {
          return answer;
        }
      }
      // Another call may have signed in meanwhile.
      if (getToken() === token && !(await onUnauthorized(token !== null))) {
        throw new ApiError(401, SIGN_IN);
      }
    }
  }

  async function request(method, path, { body, headers = {}, signal } = {}) {
    const answer = await signedIn((token) => send(method, path, token, { body, headers, signal }));
    if (!answer.ok) {
      throw problem(answer.status, answer.headers.get('Retry-After'), await answer.text().catch(() => ''));
    }
    return answer;
  }

  return {
    /** @returns {Promise<any>} the JSON of the answer */
    get: async (path, signal) => json(await request('GET', path, { signal })),

    /**
     * Gets something that the page can do without, and so never asks for a sign-in.
     *
     * @returns {Promise<any>} the JSON of the answer; null when there is none
     */
    async peek(path) {
      const token = getToken();
      const answer = token && (await send('GET', path, token, {}).catch(() => null));
      if (answer?.status === 401) {
        onRefused(token);
      }
      return answer?.ok ? json(answer).catch(() => null) : null;
    },

    /** @returns {Promise<any>} the JSON of the answer, null when it has none */
    send: async (method, path, body, headers, signal) => json(await request(method, path, { body, headers, signal })),

    /**
     * POSTs a Blob or FormData.
     *
     * @param {(sent: number, total: number) => void} [onProgress] bytes
     * @param {AbortSignal} [signal]
     * @returns {Promise<any>} the JSON of the answer
     */
    async upload(path, body, headers = {}, onProgress = () => {}, signal = undefined) {
      const answer = await signedIn((token) => post(path, body, { ...headers, Authorization: `Bearer ${token}` }, onProgress, signal));
      if (answer.status < 200 || answer.status > 299) {
        throw problem(answer.status, answer.retryAfter, answer.text);
      }
      return parsed(answer.text);
    },

    /**
     * Follows a stream of server-sent events until its event "end", across broken connections.
     *
     * @param {(name: string, data: any) => void} onEvent the data is parsed JSON
     * @param {AbortSignal} [signal]
     */
    async events(path, onEvent, signal) {
      let pause = FIRST_PAUSE_MS;
      for (;;) {
        try {
          const answer = await request('GET', path, { headers: { Accept: 'text/event-stream' }, signal });
          for await (const event of eventsOf(answer.body)) {
            pause = FIRST_PAUSE_MS;
            onEvent(event.name, event.data);
            if (event.name === 'end') {
              return;
            }
          }
        } catch (e) {
          if (e.name === 'AbortError' || (e instanceof ApiError && e.status >= 400 && e.status < 500 && e.status !== 429)) {
            throw e;
          }
        }
        await sleep(pause, signal);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    },

    /** For answers that are read as they come. @returns {Promise<Response>} one that is no refusal */
    open: request,

    /** @returns {Promise<{blob: Blob, filename: string}>} */
    async download(path, signal) {
      const answer = await request('GET', path, { headers: { Accept: '*/*' }, signal });
      const named = /filename="?([^";]+)"?/i.exec(answer.headers.get('Content-Disposition') ?? '');
      const blob = await answer.blob().catch(noAnswer);
      return { blob, filename: named ? named[1] : 'download' };
    },
  };
}

/** Resolves after a pause; rejects at once when aborted. */
export function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function send(method, path, token, { body, headers, signal }) {
  return fetch(path, {
    method,
    body,
    signal,
    cache: 'no-store',
    credentials: 'omit',
    headers: { Accept: 'application/json', ...headers, Authorization: `Bearer ${token}` },
  }).catch(noAnswer);
}

function noAnswer(e) {
  throw e.name === 'AbortError' ? e : new ApiError(0, NO_ANSWER);
}

async function json(answer) {
  return parsed(await answer.text().catch(noAnswer));
}

function parsed(text) {
  if (text === '') {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(0, { code: 'not-json', detail: 'The answer is not JSON. Does something stand between this page and the API?' });
  }
}

function problem(status, retryAfter, text) {
  let document = {};
  try {
    document = JSON.parse(text) ?? {};
  } catch {
    // A proxy's page, perhaps. The status says enough.
  }
  return new ApiError(status, document, /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : null);
}

/** fetch can't tell how much was sent, XMLHttpRequest can. */
function post(path, body, headers, onProgress, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', path);
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', (e) => onProgress(e.loaded, e.total));
    request.addEventListener('load', () =>
      resolve({ status: request.status, retryAfter: request.getResponseHeader('Retry-After'), text: request.responseText }),
    );
    request.addEventListener('error', () => reject(new ApiError(0, NO_ANSWER)));
    request.addEventListener('abort', () => reject(signal?.reason ?? new DOMException('aborted', 'AbortError')));
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort));
    signal?.addEventListener('abort', abort, { once: true });
    request.send(body);
  });
}

/** Parses a stream of server-sent events; EventSource can't send the header with the token. */
async function* eventsOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let name = 'message';
  let data = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) {
            yield { name, data: JSON.parse(data.join('\n')) };
          }
          name = 'message';
          data = [];
        } else if (line.startsWith('event:')) {
          name = line.slice('event:'.length).trim();
        } else if (line.startsWith('data:')) {
          data.push(line.slice('data:'.length).replace(/^ /, ''));
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
