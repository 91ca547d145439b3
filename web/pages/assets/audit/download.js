/** Downloads that need a token: fetched, counted while they come, and handed to the browser as a file. */
import { el, save } from '../dom.js';
import { size } from '../format.js';
import { ApiError } from '../api.js';
import { asBody } from './search.js';
import { wordsOfError } from './words.js';

/**
 * A button that downloads, shows how far it is, and stops when it is pressed again.
 *
 * @param {string} label
 * @param {() => {method?: string, path: string, members?: object}} request made when it is pressed; with the members of its body
 * @param {{api: object, announce: (text: string) => void}} page
 */
export function downloadButton(label, request, { api, announce }) {
  let running = null;
  const button = el('button', { type: 'button', class: 'button small', onclick: () => (running ? running.abort() : start()) }, label);
  const problem = el('p', { class: 'error', role: 'alert' });

  async function start() {
    running = new AbortController();
    problem.textContent = '';
    show('asking');
    try {
      const { blob, filename } = await fetched(api, request(), running.signal, (bytes) => show(size(bytes)));
      save(blob, filename);
      announce(`${filename} was downloaded`);
    } catch (e) {
      if (e.name !== 'AbortError') {
        problem.textContent = e instanceof ApiError ? Object.values(wordsOfError(e)).slice(0, 2).join('. ') : 'The download broke off: what had come is not complete and was not kept. Try again.';
      }
    } finally {
      running = null;
      button.textContent = label;
    }
  }

  function show(progress) {
    button.textContent = `${label}: ${progress}. Stop`;
  }

  return el('span', { class: 'download' }, button, problem);
}

async function fetched(api, { method = 'GET', path, members }, signal, onBytes) {
  const { body, headers } = members ? asBody(members) : {};
  const answer = await api.open(method, path, { body, headers: { Accept: '*/*', ...headers }, signal });
  const named = /filename="?([^";]+)"?/i.exec(answer.headers.get('Content-Disposition') ?? '');
  const type = answer.headers.get('Content-Type') ?? '';
  const parts = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    bytes += next.value.length;
    onBytes(bytes);
  }
  return { blob: new Blob(parts, { type }), filename: named ? named[1] : 'download' };
}
