/** How long outcomes took. */
import { el } from '../../dom.js';
import { createChart } from '../charts.js';
import { bucketFor, daysOf, lengthOf } from '../period.js';
import { keyFigures, notesOf, nothing, reportTable } from '../report-table.js';
import { milliseconds, time } from '../values.js';
import { CLASSES } from '../words.js';

const PERCENTILES = ['p50', 'p90', 'p95', 'p99'];
const COLOURS = ['a', 'b', 'c', 'd'];
const MEASURES = { total: 'Total: the worker’s own time', queue: 'Queue: waiting for a worker', compute: 'Compute: reading photos, finding faces, comparing' };

export const latency = {
  name: 'latency',
  title: 'Latency',
  lead: 'How long outcomes took at most: half of them (p50), nine in ten (p90), and 95 and 99 in a hundred.',
  reports: ['latency'],
  exported: (view) => ({ report: 'latency', own: { bucket: bucketOf(view) } }),

  load: async ({ report, view }) => {
    const [byClass, series] = await Promise.all([report('latency'), report('latency', { bucket: bucketOf(view) })]);
    return { byClass, series };
  },

  render({ byClass, series }, { view, change }) {
    if (byClass.rows.length === 0) {
      return [nothing('There are no outcomes in this period.')];
    }
    const measure = MEASURES[view.filters.measure] ? view.filters.measure : 'total';
    const over = series.rows.filter((row) => row.outcome_class === 'all' && row.measure === measure);
    const all = byClass.rows.find((row) => row.outcome_class === 'all' && row.measure === measure);
    const choose = el(
      'select',
      { name: 'measure', onchange: (e) => change({ filters: { ...view.filters, measure: e.target.value } }) },
      ...Object.entries(MEASURES).map(([value, text]) => el('option', { value, text, selected: value === measure })),
    );
    return [
      el('label', { class: 'field narrow' }, el('span', { text: 'Time' }), choose),
      all && keyFigures(PERCENTILES.map((name, i) => [name, milliseconds(all[name]), undefined, COLOURS[i]])),
      createChart({
        title: `${MEASURES[measure].split(':')[0]} time by ${series.bucket}`,
        kind: 'line',
        labels: over.map((row) => time(row.start, series.zone, series.bucket)),
        series: PERCENTILES.map((name, i) => ({ name, colour: COLOURS[i], values: over.map((row) => row[name] ?? null) })),
        format: milliseconds,
        table: reportTable(series, { rows: over, only: ['start', 'outcomes', ...PERCENTILES] }),
      }).element,
      el('h3', { text: 'By class of outcome' }),
      reportTable(byClass, {
        caption: `${MEASURES[measure].split(':')[0]} time by class of outcome`,
        only: ['outcome_class', 'outcomes', ...PERCENTILES],
        rows: byClass.rows.filter((row) => row.measure === measure),
        cells: { outcome_class: (code) => CLASSES[code] ?? code },
      }),
      notesOf(byClass),
    ];
  },
};

function bucketOf(view) {
  return view.filters.bucket ?? bucketFor(lengthOf(daysOf(view)));
}
