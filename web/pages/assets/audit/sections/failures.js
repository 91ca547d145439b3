/** Why photos could not be compared, by side and client. */
import { count } from '../../format.js';
import { createChart } from '../charts.js';
import { notesOf, nothing, reportTable } from '../report-table.js';
import { SIDES, plain, statusInWords } from '../words.js';
import { percentage } from '../values.js';

const MOST_REASONS = 12;

export const failures = {
  name: 'failures',
  title: 'Failures',
  lead: 'Outcomes without a decision: which photo was the cause, and why. A missing decision is neither a match nor a non-match.',
  reports: ['failures'],
  exported: () => ({ report: 'failures' }),

  load: ({ report }) => report('failures'),

  render(report) {
    if (report.rows.length === 0) {
      return [nothing('Every pair of this period was compared.')];
    }
    const reasons = summed(report.rows);
    return [
      createChart({
        title: 'Reasons by side',
        kind: 'bar',
        stacked: true,
        isSideways: true,
        labels: reasons.map(({ reason }) => plain(reason)),
        series: [
          { name: 'Image 1', colour: 'a', values: reasons.map(({ sides }) => sides.probe ?? 0) },
          { name: 'Image 2', colour: 'c', values: reasons.map(({ sides }) => sides.reference ?? 0) },
          { name: 'Both images', colour: 'd', values: reasons.map(({ sides }) => sides.both ?? 0) },
          { name: 'No image: the pair or the server', colour: 'e', values: reasons.map(({ sides }) => sides.none ?? 0) },
        ].filter(({ values }) => values.some((value) => value > 0)),
        format: count,
        table: reportTable(report, { rows: report.rows, only: ['reason', 'side', 'outcomes'], cells: { side, reason: plain } }),
      }).element,
      reportTable(report, { caption: 'Failures by client, side and reason, most first', cells: { side, status: statusInWords, reason: plain, share: (value) => percentage(value) } }),
      notesOf(report),
    ];
  },
};

const side = (code) => SIDES[code] ?? code;

/** Over all clients, most first. */
function summed(rows) {
  const reasons = new Map();
  for (const { reason = 'unknown', side: of, outcomes } of rows) {
    const known = reasons.get(reason) ?? { reason, total: 0, sides: {} };
    known.total += outcomes;
    known.sides[of] = (known.sides[of] ?? 0) + outcomes;
    reasons.set(reason, known);
  }
  return [...reasons.values()].sort((a, b) => b.total - a.total).slice(0, MOST_REASONS);
}
