/** The proof of an outcome on the page: fetched, verified here, each step told. */
import { el, icon, save } from '../../dom.js';
import { ApiError } from '../../api.js';
import { withTenant } from '../view.js';
import { wordsOfError } from '../words.js';
import { verify } from './verify.js';

const MARKS = { good: ['match', 'Right'], bad: ['non-match', 'Wrong'], open: ['undecided', 'Not known'], skipped: ['skipped', 'Not looked at'] };
const VERDICTS = { valid: 'match', invalid: 'non-match', open: 'undecided' };

/**
 * @param {object} outcome as the API shows it
 * @param {object} ctx of the section
 */
export function proofPanel(outcome, { page, view, signal }) {
  const path = withTenant(`v1/outcomes/${outcome.id}/proof`, view);
  const own = el('textarea', { name: 'keys', rows: '3', spellcheck: 'false', autocapitalize: 'off', placeholder: 'NAME+ID+KEY, a line for each' });
  const verdict = el('div', { class: 'proof-verdict', role: 'status' });
  const steps = el('ol', { class: 'proof-steps' });
  const button = el('button', { type: 'button', class: 'button primary', id: 'verify', onclick: run, text: 'Verify in this browser' });
  const keep = el('button', { type: 'button', class: 'button', id: 'keep-proof', onclick: download, text: 'Download the proof' });

  const bytes = async (address) => new Uint8Array(await (await page.api.open('GET', address, { headers: { Accept: '*/*' }, signal })).arrayBuffer());

  async function run() {
    button.disabled = true;
    steps.replaceChildren();
    show('open', 'Fetching the proof and the keys…');
    try {
      const [proof, keys] = await Promise.all([bytes(path), own.value.trim() || bytes(withTenant('v1/audit/keys', view)).then((text) => new TextDecoder().decode(text))]);
      const said = await verify({ proof, keys, outcome });
      show(said.state, said.words);
      steps.replaceChildren(...said.steps.map(stepElement));
    } catch (e) {
      fail(e);
    } finally {
      button.disabled = false;
    }
  }

  async function download() {
    try {
      save(new Blob([await bytes(path)], { type: 'text/plain' }), `${outcome.id}.tlog-proof`);
    } catch (e) {
      fail(e);
    }
  }

  function fail(e) {
    if (e.name !== 'AbortError') {
      steps.replaceChildren();
      show('open', e instanceof ApiError ? wordsOfError(e).words : String(e));
    }
  }

  function show(state, words) {
    verdict.dataset.state = state;
    verdict.replaceChildren(icon(VERDICTS[state]), el('p', { text: words }));
  }

  const index = outcome.log?.leaf_index;
  return el(
    'section',
    { class: 'card proof', 'aria-labelledby': 'proof-title' },
    el('h3', { id: 'proof-title', text: 'Proof' }),
    el('p', { text: index === null || index === undefined ? 'This outcome is not in the log yet. It will be in a few seconds.' : `This outcome is leaf ${index} of the transparency log of its tenant, counted from 0.` }),
    el('p', { class: 'hint', text: 'Your browser fetches the proof and checks it itself, without trusting the server: that this outcome, byte for byte, is in the log that was signed.' }),
    el('details', {}, el('summary', { text: 'With keys of your own' }), el('label', { class: 'field' }, el('span', { text: 'Public keys that you kept, or were told on another way' }), own)),
    el('div', { class: 'section-tools' }, button, keep),
    verdict,
    steps,
  );
}

function stepElement({ code, state, title, words, value }) {
  const [mark, name] = MARKS[state];
  return el(
    'li',
    { 'data-step': code, 'data-state': state },
    icon(mark),
    el(
      'div',
      {},
      el('h4', {}, title, el('span', { class: 'visually-hidden', text: `: ${name}` })),
      el('p', { text: words }),
      value && el('details', {}, el('summary', { text: 'Value' }), el('pre', { tabindex: '0', text: value })),
    ),
  );
}
