/** Who looked at what: the list of accesses, for those who may read it. */
import { el } from '../../dom.js';
import { count } from '../../format.js';
import { moreButton } from '../parts.js';
import { asParameters } from '../period.js';
import { nothing, table } from '../report-table.js';
import { time } from '../values.js';
import { plain } from '../words.js';

const PAGE = 50;
const WHAT = {
  search: 'Search',
  outcome: 'Outcome',
  export: 'Export',
  results: 'Results of a job',
  proof: 'Proof',
  entries: 'Leaves of the log',
  access: 'This list',
  report: 'Report',
  feedback: 'Feedback',
  pack: 'Evidence pack',
  verification: 'Verification',
  erasure: 'Erasure',
  retention: 'Change of retention',
  deletion: 'Deletion',
  client: 'Change of a client',
};
const TIMES = ['from', 'to'];
/** In this order; what else there is comes after them. */
const FIRST = ['report', 'id', ...TIMES];

export const access = {
  name: 'access',
  title: 'Who looked',
  lead: 'Who looked at outcomes, took them away, or changed what is kept. To look here is written down, too.',
  reports: ['access'],
  takes: (filter) => ['tenant', 'client'].includes(filter),
  load: ({ view, get }) => get(pathOf(view)),

  controls: ({ view, change }) =>
    el(
      'div',
      { class: 'section-tools' },
      el(
        'label',
        { class: 'field' },
        el('span', { text: 'What' }),
        el('select', { name: 'what', onchange: (e) => change({ filters: { ...view.filters, what: e.target.value || undefined } }) }, ...Object.entries({ '': 'Everything', ...WHAT }).map(([value, text]) => el('option', { value, text, selected: value === (view.filters.what ?? '') }))),
      ),
    ),

  render(first, { view, get }) {
    const shown = (page) => table({ caption: 'Who looked at what', columns: columnsOf(view), rows: page.items });
    return [first.items.length === 0 ? nothing('Nobody did this in this period.') : shown(first), moreButton(first, (cursor) => get(pathOf(view, cursor)), shown)];
  },
};

function pathOf(view, cursor) {
  const query = new URLSearchParams({ ...asParameters(view), limit: PAGE });
  for (const [name, value] of Object.entries({ tenant: view.filters.tenant, client: view.filters.client, what: view.filters.what, cursor })) {
    if (value) {
      query.set(name, value);
    }
  }
  return `v1/audit/access?${query}`;
}

const columnsOf = ({ zone }) => [
  { title: 'When', cell: (row) => el('span', { class: 'one-line', text: time(row.at, zone) }) },
  { title: 'Who', cell: (row) => (row.actor_tenant === '' || row.actor_tenant === row.tenant ? row.actor_client : `${row.actor_client} of ${row.actor_tenant}`) },
  { title: 'What', cell: (row) => `${WHAT[row.what] ?? plain(row.what)}${row.progress === 'completed' ? '' : ` (${plain(row.progress)})`}` },
  { title: 'With', cell: (row) => filterOf(row, zone) },
  { title: 'Rows', isNumeric: true, cell: (row) => (row.rows === undefined ? '–' : count(row.rows)) },
];

function filterOf({ filter, subject_reference: subject, photo_digest: photo }, zone) {
  const names = [...FIRST.filter((name) => name in filter), ...Object.keys(filter).filter((name) => !FIRST.includes(name)).sort()];
  const words = names.map((name) => [name, filter[name]]).map(([name, value]) => `${plain(name)} ${TIMES.includes(name) ? time(value, zone) : value}`);
  return [...words, subject && `subject ${subject}`, photo && `photo ${photo}`].filter(Boolean).join(', ') || '–';
}
