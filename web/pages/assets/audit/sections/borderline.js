/** Decisions that were close: a slightly other photo, and they might have been the other way. */
import { el } from '../../dom.js';
import { notesOf, nothing, reportTable } from '../report-table.js';
import { outcomeLink, decisionChip, moreButton } from '../parts.js';

const DELTAS = ['0.005', '0.01', '0.02', '0.05', '0.1'];
const USUAL = '0.02';
const ONLY = ['id', 'decided_at', 'decision', 'similarity', 'threshold', 'distance', 'client', 'surface', 'model'];

export const borderline = {
  name: 'borderline',
  title: 'Borderline',
  lead: 'Outcomes whose similarity was close to the threshold that decided.',
  reports: ['borderline'],
  exported: (view) => ({ report: 'borderline', own: { delta: deltaOf(view), limit: 1000 } }),

  load: ({ report, view }) => report('borderline', { delta: deltaOf(view) }),

  render(first, ctx) {
    const { view, change } = ctx;
    const delta = deltaOf(view);
    const choose = el(
      'select',
      { name: 'delta', onchange: (e) => change({ filters: { ...view.filters, delta: e.target.value } }) },
      ...[...new Set([...DELTAS, delta])].map((value) => el('option', { value, text: `± ${value}`, selected: value === delta })),
    );
    const shown = (report) => reportTable(report, { only: ONLY, cells: { id: (id) => outcomeLink(id, view), decision: decisionChip } });
    return [
      el('label', { class: 'field narrow' }, el('span', { text: 'Distance from the threshold' }), choose),
      first.rows.length === 0 ? nothing('No decision of this period was so close.') : shown(first),
      moreButton(first, (cursor) => ctx.report('borderline', { delta, cursor }), shown),
      notesOf(first),
    ];
  },
};

function deltaOf(view) {
  return view.filters.delta ?? USUAL;
}
