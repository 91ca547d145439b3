/** What people say of an outcome: whether both photos are of one person. It is shown, and can be said here. */
import { el } from '../dom.js';
import { ApiError } from '../api.js';
import { time } from './values.js';
import { wordsOfError } from './words.js';

const ANSWERS = { true: 'The same person', false: 'Different people' };

/**
 * @param {object} outcome as the API shows it
 * @param {object} ctx of the section
 */
export function feedbackPanel(outcome, { view, page, send }) {
  const said = el('ul', { class: 'feedback-list' });
  const problem = el('p', { class: 'error', role: 'alert' });
  // Everybody speaks for their own tenant only.
  const buttons = view.filters.tenant ? [] : [true, false].map((isSame) => el('button', { type: 'button', class: 'button', 'data-same-person': String(isSame), text: ANSWERS[isSame], onclick: () => say(isSame) }));
  let all = outcome.feedback ?? [];

  async function say(isSame) {
    buttons.forEach((button) => (button.disabled = true));
    problem.textContent = '';
    try {
      const kept = await send(`v1/outcomes/${outcome.id}/feedback`, { same_person: isSame });
      all = all[0]?.at === kept.at ? all : [kept, ...all];
      show();
      page.announce(`Kept: ${ANSWERS[isSame]}`);
    } catch (e) {
      if (e.name !== 'AbortError') {
        problem.textContent = e instanceof ApiError ? wordsOfError(e).words : String(e);
      }
    } finally {
      buttons.forEach((button) => (button.disabled = false));
      buttons.find(({ dataset }) => dataset.samePerson === String(isSame)).focus({ preventScroll: true });
    }
  }

  function show() {
    said.replaceChildren(
      ...(all.length === 0
        ? [el('li', { text: 'Nobody has said so far whether both photos are of one person.' })]
        : all.map(({ same_person: isSame, at, client }, i) => el('li', { 'data-said': String(isSame) }, el('b', { text: ANSWERS[isSame] }), ` – ${client}, ${time(at, view.zone)}${i === 0 && all.length > 1 ? '. This answer counts.' : ''}`))),
    );
  }

  show();
  return el(
    'section',
    { class: 'card feedback', 'aria-labelledby': 'feedback-title' },
    el('h3', { id: 'feedback-title', text: 'Feedback' }),
    said,
    buttons.length > 0 && el('p', { class: 'hint', text: 'Do you know whether both photos are of one person? Your answer changes no decision: it is counted in Accuracy. It can’t be taken back, only followed by another one.' }),
    buttons.length > 0 && el('div', { class: 'section-tools' }, ...buttons),
    problem,
  );
}
