/** Tables: of reports as the API describes their columns, and of anything else. */
import { el } from '../dom.js';
import { count } from '../format.js';
import { isNumeric, written } from './values.js';

/** With more of them, each row is a card where the page is narrow. */
const MOST_COLUMNS_OF_PHONE = 3;
const ROWS_AT_FIRST = 100;

/**
 * The rows of a report.
 *
 * @param {object} report as the API answers it
 * @param {object} [options]
 * @param {string} [options.caption]
 * @param {string[]} [options.only] names of columns
 * @param {object[]} [options.rows] others than the report's
 * @param {Record<string, (value: any, row: object) => Node|string>} [options.cells] how some columns are shown
 */
export function reportTable(report, { caption = report.title, only, rows = report.rows, cells = {} } = {}) {
  const columns = report.columns
    .filter(({ name }) => (only ? only.includes(name) : rows.some((row) => row[name] !== undefined)))
    .map((column) => (column.name === 'start' ? { ...column, type: 'bucket' } : column));
  return table({
    caption,
    columns: columns.map((column) => ({
      title: column.title,
      isNumeric: isNumeric(column),
      cell: (row) => (cells[column.name] && row[column.name] !== undefined ? cells[column.name](row[column.name], row) : written(row[column.name], column, report)),
    })),
    rows,
  });
}

/**
 * @param {object} options
 * @param {string} options.caption for screen readers
 * @param {{title: string, isNumeric?: boolean, cell: (row: any) => Node|string}[]} options.columns the first one names the row
 * @param {any[]} options.rows
 */
export function table({ caption, columns, rows }) {
  const element = (row) => el('tr', { role: 'row' }, ...columns.map((column, i) => cellOf(column, row, i === 0)));
  const body = el('tbody', { role: 'rowgroup' }, ...rows.slice(0, ROWS_AT_FIRST).map(element));
  const rest = rows.slice(ROWS_AT_FIRST);
  const more =
    rest.length > 0 &&
    el('button', {
      type: 'button',
      class: 'button small',
      text: `Show all ${count(rows.length)} rows`,
      onclick: () => {
        more.remove();
        body.append(...rest.map(element));
      },
    });
  const isWide = columns.length > MOST_COLUMNS_OF_PHONE;
  return el(
    'div',
    { class: isWide ? 'audit-table rows-as-cards' : 'audit-table', role: 'region', 'aria-label': caption, tabindex: '0' },
    el(
      'table',
      { role: 'table' }, // also where rows are cards
      el('caption', { class: 'visually-hidden', text: caption }),
      el('thead', {}, el('tr', {}, ...columns.map(({ title, isNumeric: right }) => el('th', { scope: 'col', class: right && 'number', text: title })))),
      body,
    ),
    more,
  );
}

function cellOf({ title, cell, isNumeric: isRight }, row, isFirst) {
  const content = cell(row);
  return isFirst
    ? el('th', { role: 'rowheader', scope: 'row', class: isRight && 'number', 'data-label': title }, content)
    : el('td', { role: 'cell', class: isRight && 'number', 'data-label': title }, content);
}

/** Words and numbers side by side: key figures. @param {[string, string, string?, string?][]} figures name, value, remark, colour */
export function keyFigures(figures) {
  return el(
    'dl',
    { class: 'key-figures' },
    ...figures.map(([name, value, remark, colour]) =>
      el('div', { 'data-colour': colour }, el('dt', { text: name }), el('dd', {}, el('b', { text: value }), remark && el('small', { text: remark }))),
    ),
  );
}

/** Pairs of a name and a value, one below the other. @param {[string, Node|string|null|undefined][]} facts those without a value are left out */
export function factList(facts) {
  return el(
    'dl',
    { class: 'facts' },
    ...facts.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', {}, value))),
  );
}

export function nothing(words) {
  return el('p', { class: 'nothing', text: words });
}

/** What a reader must know of a report. */
export function notesOf(report) {
  return report.notes?.length > 0 && el('ul', { class: 'notes' }, ...report.notes.map((text) => el('li', { text })));
}
