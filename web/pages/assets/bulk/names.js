/** A list of file names or stems, as a user wrote them. */
import { el } from '../dom.js';
import { count } from '../format.js';

const MOST_NAMES = 20;
const MOST_CHARACTERS = 200;

/**
 * The first of the names, and how many more there are.
 *
 * @param {string[]} names
 * @returns {Element|null} null when there are none
 */
export function listOfNames(names) {
  if (names.length === 0) {
    return null;
  }
  const more = names.length - MOST_NAMES;
  return el(
    'ul',
    { class: 'bulk-names' },
    ...names.slice(0, MOST_NAMES).map((name) => el('li', {}, el('code', { text: shortened(name) }))),
    more > 0 && el('li', { class: 'muted', text: `and ${count(more)} more` }),
  );
}

function shortened(name) {
  const characters = Array.from(name);
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : name;
}
