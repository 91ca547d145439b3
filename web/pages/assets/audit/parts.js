/** Small pieces that several sections show. */
import { el } from '../dom.js';
import { ApiError } from '../api.js';
import { formatView, ofSection } from './view.js';
import { DECISIONS, kindOf, wordsOfError } from './words.js';

const SHORT_ID = 8;

/** A link to all that is known of an outcome, by the start of its id and its place in the job. */
export function outcomeLink(id, view, text = shortened(id)) {
  return el('a', { href: formatView(ofSection(view, 'outcome', { id })), title: id, class: 'id', text });
}

function shortened(id) {
  const [job, index] = id.split('.');
  return `…${job.slice(-SHORT_ID)}.${index}`;
}

/** @param {string|undefined} decision undefined when nothing was decided */
export function decisionChip(decision) {
  return el('span', { class: `chip ${kindOf(decision)}`, text: DECISIONS[decision] ?? 'Not compared' });
}

/** Shows other content; the keyboard stays at the control that is the same as before. @param {Element} place @param {(Node|string)[]} content */
export function replaceContent(place, content) {
  const at = document.activeElement;
  const mark = place.contains(at) ? markOf(at) : null;
  place.replaceChildren(...content);
  if (mark) {
    place.querySelector(mark)?.focus({ preventScroll: true });
  }
}

function markOf({ id, name, dataset }) {
  if (id) {
    return `#${CSS.escape(id)}`;
  }
  if (name) {
    return `[name=${CSS.escape(name)}]`;
  }
  return dataset.section ? `[data-section=${CSS.escape(dataset.section)}]` : null;
}

/**
 * Shows the next page below, until there is none.
 *
 * @param {{next_cursor?: string}} first the page that is there already
 * @param {(cursor: string) => Promise<{next_cursor?: string}>} load
 * @param {(page: object) => Node} show
 */
export function moreButton(first, load, show) {
  const place = el('div', { class: 'more' });
  let cursor = first.next_cursor;
  const problem = el('p', { class: 'error', role: 'alert' });
  const button = el('button', { type: 'button', class: 'button', text: 'Show more', onclick: more });

  async function more() {
    button.disabled = true;
    problem.textContent = '';
    try {
      const page = await load(cursor);
      cursor = page.next_cursor;
      const shown = show(page);
      button.before(shown);
      if (!cursor) {
        button.remove();
      }
    } catch (e) {
      if (e.name !== 'AbortError') {
        problem.textContent = e instanceof ApiError ? wordsOfError(e).words : String(e);
      }
    } finally {
      button.disabled = false;
    }
  }

  place.append(...(cursor ? [button] : []), problem);
  return place;
}
