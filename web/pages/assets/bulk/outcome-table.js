/** The pairs of a run as a table: filtered, searched, sorted, a page at a time. */
import { el, icon } from '../dom.js';
import { count } from '../format.js';
import { searchable } from './outcomes.js';
import { flips } from './scale.js';
import { NOT_COMPARED, wordsOfStatus } from './words.js';

const ROWS_PER_PAGE = 50;
/** Where each row is a card. */
const CARDS_PER_PAGE = 20;
const NARROW = window.matchMedia('(width < 600px)');
const TYPING_PAUSE_MS = 150;

/** @type {Record<string, (row: import('./outcomes.js').Row) => boolean>} */
const FILTERS = {
  all: () => true,
  match: (row) => row.match === true,
  'non-match': (row) => row.match === false,
  'not-compared': (row) => row.match === null,
  'other-face': (row) => row.otherFace !== '',
};

/** By archive, highest first, lowest first; pairs without a similarity come last. */
const ORDERS = {
  none: (a, b) => a.index - b.index,
  descending: (a, b) => b.level - a.level || a.index - b.index,
  ascending: (a, b) => (a.level < 0) - (b.level < 0) || a.level - b.level || a.index - b.index,
};
const NEXT_ORDER = { none: 'descending', descending: 'ascending', ascending: 'none' };

/** @param {{announce: (text: string) => void}} options */
export function createOutcomeTable({ announce }) {
  /** @type {import('./outcomes.js').Row[]} */
  let rows = [];
  let shown = [];
  let page = 0;
  let order = 'none';
  let tried = null;
  let typing = 0;

  const flipping = el('option', { value: 'flips', hidden: true });
  const filter = el(
    'select',
    { id: 'bulk-filter', onchange: () => refresh(true) },
    el('option', { value: 'all' }),
    el('option', { value: 'match' }),
    el('option', { value: 'non-match' }),
    el('option', { value: 'not-compared' }),
    el('option', { value: 'other-face' }),
    el('optgroup', { label: 'By status' }, ...['Success', ...NOT_COMPARED, 'Pending'].map((status) => el('option', { value: `status:${status}` }))),
    flipping,
  );
  const search = el('input', {
    id: 'bulk-search',
    type: 'search',
    placeholder: 'part of a stem',
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => refresh(true), TYPING_PAUSE_MS);
    },
  });
  const sorter = el('button', { type: 'button', id: 'bulk-sort', onclick: () => sortNext() }, 'Similarity', el('span', { 'aria-hidden': 'true', class: 'bulk-arrow' }));
  const similarityHead = el('th', { scope: 'col', class: 'number', 'aria-sort': 'none' }, sorter);
  const body = el('tbody', { role: 'rowgroup' });
  const sortHere = el('select', { id: 'bulk-order', onchange: () => sortBy(sortHere.value) }, ...[['none', 'as in the archive'], ['descending', 'highest similarity first'], ['ascending', 'lowest similarity first']].map(([value, text]) => el('option', { value, text })));
  const place = el('p', { class: 'bulk-place', id: 'bulk-place' });
  const previous = el('button', { type: 'button', class: 'button small', onclick: () => turn(-1) }, 'Previous');
  const next = el('button', { type: 'button', class: 'button small', onclick: () => turn(1) }, 'Next');
  const turning = el('div', { class: 'bulk-buttons' }, previous, next);
  const title = el('h3', { id: 'bulk-pairs-title', text: 'Pairs' });
  const element = el(
    'section',
    { class: 'bulk-pairs', 'aria-labelledby': 'bulk-pairs-title' },
    title,
    el(
      'div',
      { class: 'bulk-tools' },
      el('label', { class: 'field' }, el('span', { text: 'Show' }), filter),
      el('label', { class: 'field' }, el('span', { text: 'Search' }), search),
      el('label', { class: 'field' }, el('span', { text: 'Order' }), sortHere),
    ),
    el(
      'table',
      { class: 'bulk-table', id: 'bulk-table', role: 'table' },
      el(
        'thead',
        {},
        el('tr', {}, el('th', { scope: 'col', text: 'Pair' }), el('th', { scope: 'col', text: 'Decision' }), similarityHead, el('th', { scope: 'col', text: 'Status' }), el('th', { scope: 'col', text: 'Notes' })),
      ),
      body,
    ),
    el('div', { class: 'bulk-line bulk-pager' }, place, turning),
  );

  function accepts() {
    const chosen = filter.value;
    if (chosen === 'flips') {
      return (row) => flips(row, tried);
    }
    return chosen.startsWith('status:') ? (row) => row.status === chosen.slice('status:'.length) : FILTERS[chosen];
  }

  function refresh(byUser) {
    const accepted = accepts();
    const wanted = searchable(search.value.trim());
    shown = rows.filter((row) => accepted(row) && (wanted === '' || row.searched.includes(wanted)));
    if (order !== 'none') {
      shown.sort(ORDERS[order]);
    }
    if (byUser) {
      page = 0;
      announce(`${count(shown.length)} of ${count(rows.length)} pairs shown`);
    }
    draw();
  }

  function draw() {
    const size = NARROW.matches ? CARDS_PER_PAGE : ROWS_PER_PAGE;
    page = Math.max(0, Math.min(page, Math.ceil(shown.length / size) - 1));
    const start = page * size;
    const slice = shown.slice(start, start + size);
    body.replaceChildren(...slice.map(rowElement));
    place.textContent =
      shown.length === 0
        ? 'No pair matches the filter and the search.'
        : `${count(start + 1)}–${count(start + slice.length)} of ${count(shown.length)}${shown.length < rows.length ? ` (of ${count(rows.length)} in all)` : ''}`;
    turning.hidden = shown.length <= size;
    previous.disabled = page === 0;
    next.disabled = start + slice.length >= shown.length;
  }

  function turn(step) {
    page += step;
    draw();
    announce(place.textContent);
    title.scrollIntoView({ block: 'nearest' });
  }

  function sortNext() {
    sortBy(NEXT_ORDER[order]);
  }

  function sortBy(wanted) {
    order = wanted;
    sortHere.value = wanted;
    similarityHead.setAttribute('aria-sort', wanted);
    refresh(true);
  }

  function label() {
    const name = { all: 'All', match: 'Matches', 'non-match': 'Non-matches', 'not-compared': 'Not compared', 'other-face': 'Another face refused' };
    for (const option of filter.options) {
      if (option === flipping) {
        continue;
      }
      const status = option.value.startsWith('status:') ? option.value.slice('status:'.length) : null;
      const fits = status ? (row) => row.status === status : FILTERS[option.value];
      let fitting = 0;
      for (const row of rows) {
        fitting += fits(row) ? 1 : 0;
      }
      option.textContent = `${name[option.value] ?? status} (${count(fitting)})`;
      option.disabled = fitting === 0 && option.value !== 'all';
    }
  }

  return {
    element,
    /** @param {import('./outcomes.js').Row[]} always the same array, which grows */
    show(all) {
      rows = all;
      label();
      refresh(false);
    },
    /** Offers a filter for the pairs that another threshold would decide otherwise; null removes it. */
    tryThreshold(threshold, flipped) {
      tried = threshold;
      flipping.hidden = threshold === null;
      flipping.textContent = threshold === null ? '' : `Would change at ${threshold.toFixed(2)} (${count(flipped)})`;
      if (filter.value === 'flips') {
        if (threshold === null) {
          filter.value = 'all';
        }
        page = 0;
        refresh(false);
      }
    },
  };
}

function rowElement({ stem, status, match, similarity, reason, faces, otherFace }) {
  const kind = match === null ? 'not-compared' : match ? 'match' : 'non-match';
  const decision = match === null ? 'None' : match ? 'Match' : 'Non-match';
  return el(
    'tr',
    // The roles stay when narrow pages show rows as cards.
    { role: 'row', 'data-stem': stem },
    el('th', { role: 'rowheader', scope: 'row', text: stem }),
    el('td', { role: 'cell', 'data-label': 'Decision' }, el('span', { class: `bulk-chip ${kind}`, text: decision })),
    el('td', { role: 'cell', 'data-label': 'Similarity', class: similarity === null ? 'number empty' : 'number', text: similarity === null ? '–' : similarity.toFixed(4) }),
    el('td', { role: 'cell', 'data-label': 'Status', class: status === 'Success' ? 'plain' : '' }, status, status !== 'Success' && el('small', { text: wordsOfStatus(status) })),
    el(
      'td',
      { role: 'cell', 'data-label': 'Notes', class: reason || faces || otherFace ? '' : 'empty' },
      reason !== '' && el('p', { text: reason }),
      faces !== '' && el('p', { text: faces }),
      otherFace !== '' && el('p', { class: 'bulk-other-face' }, icon('undecided'), el('span', { text: otherFace })),
    ),
  );
}
