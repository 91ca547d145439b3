/** Whether outcomes are still what they were, for each model. */
import { el } from '../../dom.js';
import { keyFigures, notesOf, nothing, table } from '../report-table.js';
import { count } from '../../format.js';
import { written } from '../values.js';
import { plain } from '../words.js';

const VERDICTS = {
  stable: ['match', 'stable'],
  moving: ['not-compared', 'moving: look at it'],
  shifted: ['non-match', 'shifted: find out why'],
};

export const drift = {
  name: 'drift',
  title: 'Drift',
  lead: 'Whether similarities, photos and failures are still what they were in the period of the same length right before. PSI is the population stability index: below 0.1 nothing moved, from 0.25 on something did.',
  reports: ['drift'],
  exported: () => ({ report: 'drift' }),
  load: ({ report }) => report('drift'),
  render: (report) => [...(report.rows.length === 0 ? [nothing('There is nothing to compare in this period and the one before.')] : report.rows.map((row) => ofModel(row, report))), notesOf(report)],
};

function ofModel(row, report) {
  const [kind, words] = VERDICTS[row.verdict] ?? ['not-compared', row.verdict ? plain(row.verdict) : 'too few to tell'];
  const measures = report.columns.filter(({ name }) => report.columns.some((other) => other.name === `baseline_${name}`) && name !== 'outcomes');
  return el(
    'section',
    { class: 'accuracy' },
    el('h3', {}, row.model ?? 'without a model', ' ', el('span', { class: `chip ${kind}`, text: words })),
    keyFigures([
      ['PSI of the similarity', row.psi === undefined ? '–' : row.psi.toFixed(3), undefined, kind],
      ['Outcomes', count(row.outcomes ?? 0), `${count(row.baseline_outcomes ?? 0)} before`],
    ]),
    table({
      caption: `Drift of ${row.model ?? 'outcomes without a model'}`,
      columns: [
        { title: 'Measure', cell: (column) => column.title },
        { title: 'Now', isNumeric: true, cell: (column) => written(row[column.name], column, report) },
        { title: 'Before', isNumeric: true, cell: (column) => written(row[`baseline_${column.name}`], column, report) },
      ],
      rows: measures,
    }),
  );
}
