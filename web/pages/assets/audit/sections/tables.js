/** Sections that are one table each, and hardly more. */
import { el } from '../../dom.js';
import { count, counted } from '../../format.js';
import { createChart } from '../charts.js';
import { moreButton, outcomeLink } from '../parts.js';
import { keyFigures, notesOf, nothing, reportTable } from '../report-table.js';
import { percentage } from '../values.js';
import { formatView, ofSection } from '../view.js';
import { plain } from '../words.js';

const BY = { subject: 'Subjects', photo: 'Photos' };

export const repeats = {
  name: 'repeats',
  title: 'Repeats',
  lead: 'Who, or which photo, came again and again. Nobody is named: rows are ranks.',
  reports: ['repeats'],
  exported: (view) => ({ report: 'repeats', own: repeatsOf(view) }),
  load: ({ report, view }) => report('repeats', repeatsOf(view)),
  render(report, { view, change }) {
    const { by, at_least: atLeast } = repeatsOf(view);
    const set = (filter) => change({ filters: { ...view.filters, ...filter } });
    return [
      el(
        'div',
        { class: 'section-tools' },
        el('label', { class: 'field' }, el('span', { text: 'Repeated' }), el('select', { name: 'by', onchange: (e) => set({ by: e.target.value }) }, ...Object.entries(BY).map(([value, text]) => el('option', { value, text, selected: value === by })))),
        el('label', { class: 'field' }, el('span', { text: 'At least' }), el('select', { name: 'at_least', onchange: (e) => set({ at_least: e.target.value }) }, ...[...new Set(['2', '3', '5', '10', '50', atLeast])].map((value) => el('option', { value, text: `${value} times`, selected: value === atLeast })))),
      ),
      report.rows.length === 0 ? nothing(`No ${by} came so often in this period.`) : reportTable(report, { cells: { latest: (id) => outcomeLink(id, view) } }),
      notesOf(report),
    ];
  },
};

function repeatsOf(view) {
  return { by: view.filters.by === 'photo' ? 'photo' : 'subject', at_least: /^\d{1,4}$/.test(view.filters.at_least ?? '') ? view.filters.at_least : '2' };
}

export const jobs = {
  name: 'jobs',
  title: 'Jobs',
  lead: 'Bulk jobs that were accepted in the period: as many outcomes as pairs, or which are missing.',
  reports: ['reconciliation'],
  exported: (view) => ({ report: 'reconciliation', own: { ...missingOnly(view), limit: 1000 } }),
  load: ({ report, view }) => report('reconciliation', missingOnly(view)),
  render(first, ctx) {
    const { view, change } = ctx;
    const shown = (report) =>
      reportTable(report, {
        cells: {
          job: (id) => el('a', { href: formatView(ofSection(ctx.view, 'outcomes', { job: id })), class: 'id', text: id, title: 'Its outcomes' }),
          state: plain,
          // Of a job that did not end by itself they are no loss.
          missing: (missing, { state: how }) => (missing > 0 ? el('span', { class: how === 'COMPLETED' ? 'chip non-match' : 'chip not-compared', text: count(missing) }) : '0'),
        },
      });
    return [
      el(
        'label',
        { class: 'choice' },
        el('input', { type: 'checkbox', name: 'missing_only', checked: view.filters.missing_only === 'true', onchange: (e) => change({ filters: { ...view.filters, missing_only: e.target.checked ? 'true' : undefined } }) }),
        'Only jobs with missing outcomes',
      ),
      first.rows.length === 0 ? nothing(view.filters.missing_only === 'true' ? 'No outcome of a bulk job is missing.' : 'No bulk job was accepted in this period.') : shown(first),
      moreButton(first, (cursor) => ctx.report('reconciliation', { ...missingOnly(view), cursor }), shown),
      notesOf(first),
    ];
  },
};

const missingOnly = (view) => (view.filters.missing_only === 'true' ? { missing_only: 'true' } : {});

const MOST_CLIENTS = 20;

export const usage = {
  name: 'usage',
  title: 'Usage',
  lead: 'Outcomes by the client that sent the pairs.',
  reports: ['usage'],
  exported: () => ({ report: 'usage' }),
  load: ({ report }) => report('usage'),
  render(report) {
    if (report.rows.length === 0) {
      return [nothing('There are no outcomes in this period.')];
    }
    const most = [...report.rows].sort((a, b) => b.outcomes - a.outcomes).slice(0, MOST_CLIENTS);
    return [
      createChart({
        title: most.length < report.rows.length ? `The ${MOST_CLIENTS} clients with the most outcomes` : 'Outcomes by client',
        kind: 'bar',
        stacked: true,
        isSideways: true,
        labels: most.map(({ client }) => client),
        series: [
          { name: 'Match', colour: 'match', values: most.map((row) => row.match ?? 0) },
          { name: 'Non-match', colour: 'non-match', values: most.map((row) => row.non_match ?? 0) },
          { name: 'Not compared', colour: 'not-compared', values: most.map((row) => row.not_compared ?? 0) },
        ],
        format: count,
        table: reportTable(report),
      }).element,
      notesOf(report),
    ];
  },
};

export const accuracy = {
  name: 'accuracy',
  title: 'Accuracy',
  lead: 'How often decisions were wrong, as far as clients have told by feedback: FNMR of the same person, FMR of different ones. The intervals hold the true rate with 95 %; they are wide while there is little feedback.',
  reports: ['accuracy'],
  exported: () => ({ report: 'accuracy' }),
  load: ({ report }) => report('accuracy'),
  render: (report) => [
    report.rows.length === 0
      ? nothing('There is no feedback for outcomes of this period.')
      : el('div', { class: 'accuracy-list' }, ...report.rows.map(accuracyOf)),
    report.rows.length > 0 && el('details', { class: 'chart-numbers' }, el('summary', { text: 'Numbers' }), reportTable(report)),
    notesOf(report),
  ],
};

function accuracyOf(row) {
  const between = (low, high) => `95 %: ${percentage(low)} to ${percentage(high)}`;
  return el(
    'section',
    { class: 'accuracy' },
    el('h3', {}, row.model ?? 'all models', ' ', el('span', { class: 'muted', text: row.operating_point ?? '' })),
    keyFigures([
      ['False match rate', row.non_mated > 0 ? percentage(row.fmr) : '–', row.non_mated > 0 ? `${between(row.fmr_low, row.fmr_high)}; ${count(row.false_matches)} of ${counted(row.non_mated, 'pair')} of different people` : 'no feedback of different people', 'non-match'],
      ['False non-match rate', row.mated > 0 ? percentage(row.fnmr) : '–', row.mated > 0 ? `${between(row.fnmr_low, row.fnmr_high)}; ${count(row.false_non_matches)} of ${counted(row.mated, 'pair')} of the same person` : 'no feedback of the same person', 'not-compared'],
    ]),
  );
}

export const retention = {
  name: 'retention',
  title: 'Retention',
  lead: 'What was deleted in the period, by which rule: by age, or because somebody asked for it.',
  reports: ['retention'],
  exported: () => ({ report: 'retention' }),
  load: ({ report }) => report('retention'),
  render: (report) => [report.rows.length === 0 ? nothing('Nothing was deleted in this period.') : reportTable(report, { cells: { rule: plain } }), notesOf(report)],
};
