/** How many outcomes there were, and of which kind. */
import { count } from '../../format.js';
import { createChart } from '../charts.js';
import { bucketFor, daysOf, lengthOf } from '../period.js';
import { keyFigures, notesOf, nothing, reportTable } from '../report-table.js';
import { percentage, time } from '../values.js';

const KINDS = [
  { name: 'Match', column: 'match', colour: 'match' },
  { name: 'Non-match', column: 'non_match', colour: 'non-match' },
  { name: 'Not compared', column: 'not_compared', colour: 'not-compared' },
];

export const overview = {
  name: 'overview',
  title: 'Overview',
  reports: ['volume'],
  exported: (view) => ({ report: 'volume', own: { bucket: bucketOf(view) } }),

  load: ({ report, view }) => report('volume', { bucket: bucketOf(view) }),

  render(volume) {
    const { rows, totals } = volume;
    if (!totals.outcomes) {
      return [nothing('There are no outcomes in this period.')];
    }
    const labels = rows.map((row) => time(row.start, volume.zone, volume.bucket));
    return [
      keyFigures([
        ['Outcomes', count(totals.outcomes)],
        ...KINDS.map(({ name, column, colour }) => [name, count(totals[column]), percentage(totals[`${column}_rate`] ?? totals[column] / totals.outcomes), colour]),
      ]),
      createChart({
        title: `Outcomes by ${volume.bucket}`,
        kind: 'bar',
        stacked: true,
        labels,
        series: KINDS.map(({ name, column, colour }) => ({ name, colour, values: rows.map((row) => row[column] ?? 0) })),
        format: count,
        table: reportTable(volume, { only: ['start', 'outcomes', 'match', 'non_match', 'not_compared'] }),
      }).element,
      createChart({
        title: `Rates by ${volume.bucket}`,
        kind: 'line',
        labels,
        series: KINDS.map(({ name, column, colour }) => ({ name, colour, values: rows.map((row) => row[`${column}_rate`] ?? null) })),
        format: percentage,
        table: reportTable(volume, { only: ['start', 'match_rate', 'non_match_rate', 'not_compared_rate'] }),
      }).element,
      createChart({
        title: `Not compared, by status and ${volume.bucket}`,
        kind: 'bar',
        stacked: true,
        labels,
        series: NOT_COMPARED.filter(({ column }) => totals[column] > 0).map(({ column, ...series }) => ({ ...series, values: rows.map((row) => row[column] ?? 0) })),
        format: count,
        table: reportTable(volume, { only: ['start', ...NOT_COMPARED.map(({ column }) => column)] }),
      }).element,
      notesOf(volume),
    ];
  },
};

const NOT_COMPARED = [
  { name: 'No face detected', column: 'no_face_detected', colour: 'a' },
  { name: 'Landmarks not detected', column: 'landmarks_not_detected', colour: 'b' },
  { name: 'Low quality', column: 'low_quality', colour: 'c' },
  { name: 'Invalid image', column: 'invalid_image', colour: 'd' },
  { name: 'Empty image', column: 'empty_image', colour: 'e' },
  { name: 'Error', column: 'error', colour: 'f' },
];

function bucketOf(view) {
  return view.filters.bucket ?? bucketFor(lengthOf(daysOf(view)));
}
