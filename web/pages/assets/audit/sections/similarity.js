/** How alike the pairs were, and what another threshold would have decided. Nothing stored changes. */
import { el } from '../../dom.js';
import { OPERATING_POINTS } from '../../operating-points.js';
import { count, counted } from '../../format.js';
import { createChart } from '../charts.js';
import { notesOf, nothing, reportTable } from '../report-table.js';

const BINS = 200;
const STEP = 1 / BINS;
const TICK_EVERY = 20;
/** Where the slider begins: at the threshold that decides unless a client asks for another one. */
const USUAL = OPERATING_POINTS[0].threshold;

export const similarity = {
  name: 'similarity',
  title: 'Similarity',
  lead: 'Completed comparisons by their similarity, and what one threshold for all of them would have decided otherwise.',
  reports: ['similarity', 'what-if'],
  exported: () => ({ report: 'what-if' }),

  load: async ({ report }) => {
    const [histogram, whatIf] = await Promise.all([report('similarity'), report('what-if')]);
    return { histogram, whatIf };
  },

  render({ histogram, whatIf }, { view, keep }) {
    const bins = histogram.rows;
    if (!bins.some((row) => row.match || row.non_match)) {
      return [nothing('No pair of this period was compared.')];
    }
    let at = startOf(view);
    const chart = createChart({
      title: 'Similarity',
      kind: 'bar',
      stacked: true,
      isTight: true,
      labels: [...bins.map((row) => `${row.low.toFixed(3)} to ${row.high.toFixed(3)}`), ''],
      series: [
        { name: 'Match', colour: 'match', values: [...bins.map((row) => row.match ?? 0), null] },
        { name: 'Non-match', colour: 'non-match', values: [...bins.map((row) => row.non_match ?? 0), null] },
      ],
      format: count,
      tick: (index) => (index % TICK_EVERY === 0 ? (index / BINS).toFixed(1) : null),
      markers: () => [
        ...OPERATING_POINTS.map(({ code, threshold }) => ({ at: place(threshold), label: code })),
        { at: place(at), isStrong: true },
      ],
      table: reportTable(histogram, { rows: bins.filter((row) => row.match || row.non_match) }),
    });
    const rows = new Map(whatIf.rows.map((row) => [Math.round(row.threshold * BINS), row]));
    const number = el('output', { class: 'what-if-threshold', for: 'what-if' });
    const words = el('div', { class: 'what-if-words', 'aria-live': 'polite' });
    const slider = el('input', {
      id: 'what-if',
      type: 'range',
      min: '0',
      max: '1',
      step: String(STEP),
      value: String(at),
      'aria-label': 'Threshold to try',
      oninput: () => tryOut(Number(slider.value)),
      onchange: () => keep({ at: at.toFixed(3) }),
    });
    const points = OPERATING_POINTS.map(({ code, threshold }) =>
      el('button', { type: 'button', class: 'button small', onclick: () => set(threshold), text: `${code} ${threshold.toFixed(2)}` }),
    );

    function set(threshold) {
      slider.value = String(threshold);
      tryOut(threshold);
      keep({ at: threshold.toFixed(3) });
    }

    function tryOut(threshold) {
      at = threshold;
      number.textContent = threshold.toFixed(3);
      slider.setAttribute('aria-valuetext', threshold.toFixed(3));
      words.replaceChildren(...sentences(rows.get(Math.round(threshold * BINS))));
      chart.redraw();
    }

    tryOut(at);
    return [
      chart.element,
      el(
        'section',
        { class: 'what-if', 'aria-labelledby': 'what-if-title' },
        el('h3', { id: 'what-if-title' }, 'What if the threshold were ', number),
        slider,
        el('div', { class: 'what-if-points' }, ...points),
        words,
        el('p', { class: 'hint', text: 'Drag, or use the arrow keys. This only counts: stored decisions stay, whatever threshold made each of them.' }),
      ),
      notesOf(whatIf),
    ];
  },
};

function startOf(view) {
  const asked = Number(view.filters.at);
  return view.filters.at && asked >= 0 && asked <= 1 ? Math.round(asked * BINS) / BINS : USUAL;
}

/** From the left end of the chart, which has one place more than bins. */
const place = (threshold) => (threshold * BINS) / (BINS + 1);

function sentences(row) {
  if (!row) {
    return [el('p', { text: 'Nothing is known for this threshold.' })];
  }
  const { match, non_match: nonMatch, to_match: toMatch, to_non_match: toNonMatch } = row;
  const all = match + nonMatch;
  return [
    el(
      'p',
      { class: 'what-if-flips' },
      el('b', { text: toMatch + toNonMatch === 0 ? 'No decision would change.' : `${counted(toMatch + toNonMatch, 'decision')} would change:` }),
      toMatch > 0 && el('span', { 'data-colour': 'match', text: ` ${counted(toMatch, 'non-match', 'non-matches')} to match` }),
      toMatch > 0 && toNonMatch > 0 && ',',
      toNonMatch > 0 && el('span', { 'data-colour': 'non-match', text: ` ${counted(toNonMatch, 'match', 'matches')} to non-match` }),
    ),
    el('p', { text: `Then ${count(match)} of ${count(all)} would be matches (${all > 0 ? ((100 * match) / all).toFixed(1) : 0} %), and ${count(nonMatch)} non-matches.` }),
  ];
}
