/** Shows how similar the pairs of a run are, and what another threshold would have decided. It changes nothing stored. */
import { el, svg } from '../dom.js';
import { count, counted } from '../format.js';
import { countFlips, wordsOfImpostors } from './scale.js';

const BINS = 50;
const LEVELS_PER_BIN = 10_000 / BINS;
const STEP = 0.01;
const PAGE = 0.05;
const HEIGHT = 240;
const TOP = 46;
const BOTTOM = 44;
const SIDE = 14;
const LEAST_BAR = 2;
const KEYS = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -PAGE,
  PageUp: PAGE,
  Home: -1,
  End: 1,
};

/**
 * @param {object} options
 * @param {number} options.threshold the one that decided
 * @param {(threshold: number|null, flipped: number) => void} options.onTry null when it is the deciding one again
 */
export function createHistogram({ threshold, onTry }) {
  let rows = [];
  let tried = threshold;
  let width = 0;

  const ground = svg('g');
  const zone = svg('rect', { class: 'zone' });
  const bars = svg('g');
  const decided = svg('line', { class: 'decided' });
  const line = svg('line', { class: 'tried' });
  const grip = svg('rect', { class: 'grip', width: 44, height: 24, rx: 12 });
  const number = svg('text', { class: 'grip-text', 'text-anchor': 'middle' });
  const handle = svg(
    'g',
    {
      class: 'bulk-handle',
      id: 'bulk-threshold',
      role: 'slider',
      tabindex: '0',
      'aria-label': 'Threshold to try',
      'aria-valuemin': '0',
      'aria-valuemax': '1',
      onkeydown: onKey,
    },
    line,
    grip,
    number,
  );
  const picture = svg('svg', { class: 'bulk-histogram', role: 'group', 'aria-label': 'Histogram of similarities', height: HEIGHT, onpointerdown: onPointer }, ground, zone, bars, decided, handle);
  const verdict = el('p', { class: 'bulk-verdict-words', id: 'bulk-flips' });
  const back = el('button', { type: 'button', class: 'button small', id: 'bulk-threshold-reset', onclick: () => set(threshold) }, `Back to ${threshold.toFixed(2)}`);
  const element = el(
    'section',
    { class: 'bulk-similarities', 'aria-labelledby': 'bulk-similarities-title' },
    el('h3', { id: 'bulk-similarities-title', text: 'Similarities' }),
    picture,
    el(
      'p',
      { class: 'bulk-legend hint' },
      el('span', {}, el('span', { class: 'key non-match' }), 'non-matches'),
      el('span', {}, el('span', { class: 'key match' }), `matches at ${threshold.toFixed(2)}, the threshold of this run`),
    ),
    el('div', { class: 'bulk-line' }, verdict, back),
    el('p', { class: 'hint', text: 'Drag the threshold, or focus it and use the arrow keys. This only shows what another threshold would have decided: the stored decisions stay.' }),
  );
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now !== width && now > 0) {
      width = now;
      draw();
    }
  }).observe(element);

  const x = (similarity) => SIDE + similarity * (width - 2 * SIDE);

  function draw() {
    if (width === 0) {
      return;
    }
    picture.setAttribute('width', String(width));
    picture.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`); // paper may be narrower than the window
    const floor = HEIGHT - BOTTOM;
    const bins = binned(rows);
    const most = Math.max(1, ...bins);
    const barWidth = (width - 2 * SIDE) / BINS;
    const steps = width < 480 ? 5 : 10;
    ground.replaceChildren(
      svg('line', { class: 'axis', x1: SIDE, x2: width - SIDE, y1: floor, y2: floor }),
      svg('line', { class: 'most', x1: SIDE, x2: width - SIDE, y1: TOP, y2: TOP }),
      svg('text', { x: SIDE, y: TOP - 6 }, `${counted(most, 'pair')}`),
      svg('text', { x: width / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, 'similarity'),
      ...Array.from({ length: steps + 1 }, (_, i) => i / steps).map((at) => svg('text', { x: x(at), y: floor + 18, 'text-anchor': 'middle' }, at.toFixed(1))),
    );
    bars.replaceChildren(
      ...bins.flatMap((pairs, i) => {
        if (pairs === 0) {
          return [];
        }
        const height = Math.max(LEAST_BAR, (pairs / most) * (floor - TOP));
        const kind = (i + 0.5) / BINS >= threshold ? 'match' : 'non-match';
        const range = `${(i / BINS).toFixed(2)} to ${((i + 1) / BINS).toFixed(2)}`;
        return svg(
          'rect',
          { class: kind, x: x(i / BINS) + 0.5, y: floor - height, width: Math.max(1, barWidth - 1), height },
          svg('title', {}, `${range}: ${counted(pairs, 'pair')}`),
        );
      }),
    );
    upright(decided, x(threshold), TOP, floor);
    drawTried();
  }

  function drawTried() {
    if (width > 0) {
      const floor = HEIGHT - BOTTOM;
      upright(line, x(tried), TOP - 20, floor);
      const center = Math.min(Math.max(x(tried), SIDE + 10), width - SIDE - 10);
      grip.setAttribute('x', String(center - 22));
      grip.setAttribute('y', '3');
      number.setAttribute('x', String(center));
      number.setAttribute('y', '20');
      number.textContent = tried.toFixed(2);
      const [from, to] = [Math.min(tried, threshold), Math.max(tried, threshold)].map(x);
      zone.setAttribute('x', String(from));
      zone.setAttribute('width', String(to - from));
      zone.setAttribute('y', String(TOP));
      zone.setAttribute('height', String(floor - TOP));
    }
    const { toMatch, toNonMatch } = countFlips(rows, tried);
    const words =
      tried === threshold
        ? `At ${tried.toFixed(2)}, the threshold of this run, no decision changes; ${wordsOfImpostors(tried)} impostors reach this similarity.`
        : `At ${tried.toFixed(2)}: ${would(toNonMatch, 'match', 'non-match')}, ${would(toMatch, 'non-match', 'match')}; ${wordsOfImpostors(tried)} impostors reach this similarity.`;
    verdict.textContent = words;
    back.hidden = tried === threshold;
    handle.setAttribute('aria-valuenow', tried.toFixed(2));
    handle.setAttribute('aria-valuetext', words);
    return toMatch + toNonMatch;
  }

  function set(similarity) {
    tried = Math.min(1, Math.max(0, Math.round(similarity / STEP) * STEP));
    tried = Number(tried.toFixed(2));
    const flipped = drawTried();
    onTry(tried === threshold ? null : tried, flipped);
  }

  function onKey(event) {
    const step = KEYS[event.key];
    if (step !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      set(tried + step);
    }
  }

  function onPointer(event) {
    if (event.button !== 0) {
      return;
    }
    const follow = (e) => set((e.clientX - picture.getBoundingClientRect().left - SIDE) / (width - 2 * SIDE));
    const stop = () => {
      picture.removeEventListener('pointermove', follow);
      picture.removeEventListener('pointerup', stop);
      picture.removeEventListener('pointercancel', stop);
    };
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener('pointermove', follow);
    picture.addEventListener('pointerup', stop);
    picture.addEventListener('pointercancel', stop);
    handle.focus({ preventScroll: true });
    follow(event);
  }

  drawTried();
  return {
    element,
    show(all) {
      rows = all;
      draw();
      drawTried();
    },
  };
}

function upright(line, at, top, bottom) {
  line.setAttribute('x1', String(at));
  line.setAttribute('x2', String(at));
  line.setAttribute('y1', String(top));
  line.setAttribute('y2', String(bottom));
}

function binned(rows) {
  const bins = new Array(BINS).fill(0);
  for (const { level } of rows) {
    if (level >= 0) {
      bins[Math.min(BINS - 1, Math.floor(level / LEVELS_PER_BIN))]++;
    }
  }
  return bins;
}

function would(pairs, from, to) {
  const plural = (kind) => (kind === 'match' ? 'matches' : 'non-matches');
  return pairs === 1 ? `1 ${from} would become a ${to}` : `${count(pairs)} ${plural(from)} would become ${plural(to)}`;
}
