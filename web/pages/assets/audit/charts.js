/** Charts of Chart.js in the colours of the page, each with its numbers as a table. Nothing moves. */
import { el } from '../dom.js';

const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const POINTS = ['circle', 'rect', 'triangle', 'rectRot'];
const FEW_POINTS = 45;
/** Of the words of markers, and the room above a chart for three of them. */
const LINE = 15;
const ROOM = 48;

/** Those that can be seen. @type {Set<{chart: any, repaint: () => void, ground: HTMLElement}>} */
const alive = new Set();

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {string} colour match, non-match, not-compared or a to d: the end of a variable of audit.css
 * @property {(number|null)[]} values null where nothing is known
 *
 * @param {object} options
 * @param {string} options.title
 * @param {'bar'|'line'} options.kind
 * @param {string[]} options.labels of the values, from left to right
 * @param {Series[]} options.series
 * @param {boolean} [options.stacked]
 * @param {boolean} [options.isTight] bars touch each other
 * @param {boolean} [options.isSideways] bars lie, and the labels are their names
 * @param {(value: number) => string} options.format of the values
 * @param {(index: number) => string|null} [options.tick] the labels that stand below the chart, if not as many as fit
 * @param {() => {at: number, label?: string, isStrong?: boolean}[]} [options.markers] upright lines; at is 0 to 1 of the chart's width
 * @param {HTMLElement} options.table the same in numbers
 * @returns {{element: HTMLElement, redraw: () => void}}
 */
export function createChart(options) {
  const { title, series, table, isSideways = false, labels } = options;
  const canvas = el('canvas', { role: 'img', 'aria-label': `${title}. The numbers are in the table below it.` });
  const ground = el('div', { class: 'chart-ground' }, canvas);
  if (isSideways) {
    ground.style.height = `${3 + labels.length * 2}rem`;
  }
  const own = { chart: null, ground, repaint };
  const observer = new ResizeObserver(() => {
    if (!own.chart && ground.clientWidth > 0) {
      const made = configuration(options);
      paint(made);
      own.chart = new globalThis.Chart(canvas, made);
      own.chart.$ink = coloursNow()('ink');
      own.chart.draw();
      alive.add(own);
    }
  });
  observer.observe(ground);

  function paint({ data, options: set }) {
    const colours = coloursNow();
    data.datasets.forEach((dataset, i) => {
      const colour = colours(series[i].colour);
      dataset.borderColor = options.kind === 'bar' ? colours('ground') : colour;
      dataset.backgroundColor = colour;
      dataset.pointBackgroundColor = colour;
    });
    for (const scale of Object.values(set.scales)) {
      scale.ticks.color = colours('ink');
      scale.grid.color = colours('line');
      scale.border.color = colours('axis');
    }
  }

  function repaint() {
    paint(own.chart);
    own.chart.$ink = coloursNow()('ink');
    own.chart.update();
  }

  const element = el(
    'figure',
    { class: 'chart' },
    el('figcaption', {}, el('h3', { text: title }), series.length > 1 && legend(series, options.kind)),
    ground,
    el('details', { class: 'chart-numbers' }, el('summary', { text: 'Numbers' }), table),
  );
  return { element, redraw: () => own.chart?.draw() };
}

function legend(series, kind) {
  return el(
    'ul',
    { class: 'chart-legend' },
    ...series.map(({ name, colour }, i) => el('li', {}, el('span', { class: `key ${kind}`, 'data-colour': colour, 'data-dash': kind === 'line' ? i : null }), name)),
  );
}

function configuration({ kind, labels, series, stacked = false, isTight = false, isSideways = false, format, tick, markers }) {
  const names = { stacked, grid: { display: false }, border: {}, ticks: { maxRotation: 0, autoSkip: !tick, autoSkipPadding: 14, ...(tick && { callback: (_, index) => tick(index) }) } };
  const values = { stacked, beginAtZero: true, grid: {}, border: { display: false }, ticks: { maxTicksLimit: 6, maxRotation: 0, callback: (value) => format(value) } };
  return {
    type: kind,
    data: {
      labels,
      datasets: series.map(({ name, values }, i) => ({
        label: name,
        data: values,
        ...(kind === 'bar'
          ? { borderWidth: stacked && !isTight ? { [isSideways ? 'right' : 'top']: 1 } : 0, categoryPercentage: isTight ? 1 : 0.86, barPercentage: 1, maxBarThickness: 64 }
          : { borderWidth: 2, borderDash: DASHES[i % DASHES.length], pointStyle: POINTS[i % POINTS.length], pointRadius: labels.length <= FEW_POINTS ? 3 : 0, pointHitRadius: 8, spanGaps: false }),
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      font: { family: 'system-ui, sans-serif' },
      layout: { padding: { top: markers ? ROOM : 0 } },
      indexAxis: isSideways ? 'y' : 'x',
      scales: isSideways ? { x: values, y: { ...names, ticks: { autoSkip: false } } } : { x: names, y: values },
      plugins: {
        colors: { enabled: false }, // ours
        legend: { display: false },
        tooltip: { callbacks: { label: ({ dataset, raw }) => `${dataset.label}: ${raw === null ? '–' : format(raw)}` } },
      },
    },
    plugins: markers ? [markerPlugin(markers)] : [],
  };
}

/** Upright lines over the chart, with words at their tops. */
function markerPlugin(markers) {
  return {
    id: 'markers',
    afterDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, $ink }) {
      ctx.save();
      ctx.strokeStyle = $ink;
      ctx.fillStyle = $ink;
      ctx.font = '12px system-ui, sans-serif';
      let line = 0;
      for (const { at, label, isStrong } of markers()) {
        const x = left + at * (right - left);
        ctx.lineWidth = isStrong ? 2.5 : 1;
        ctx.setLineDash(isStrong ? [] : [4, 4]);
        ctx.beginPath();
        ctx.moveTo(x, label ? top - ROOM + LINE * line + 3 : top);
        ctx.lineTo(x, bottom);
        ctx.stroke();
        if (label) {
          const isAtEnd = x + 8 + ctx.measureText(label).width > right;
          ctx.textAlign = isAtEnd ? 'right' : 'left';
          ctx.fillText(label, x + (isAtEnd ? -5 : 5), top - ROOM + LINE * ++line - 4); // one below the other, as they are near on a phone
        }
      }
      ctx.restore();
    },
  };
}

/** @returns {(name: string) => string} */
function coloursNow() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--chart-${name}`).trim();
}

function repaintAll() {
  for (const own of alive) {
    if (own.ground.isConnected) {
      own.repaint();
    } else {
      own.chart.destroy();
      alive.delete(own);
    }
  }
}

/** Frees charts that the page no longer shows. */
export function forgetOldCharts() {
  for (const own of alive) {
    if (!own.ground.isConnected) {
      own.chart.destroy();
      alive.delete(own);
    }
  }
}

// On paper charts are dark on white: their colours are asked for once the attribute says so.
function onPaper(isPaper) {
  document.documentElement.toggleAttribute('data-paper', isPaper);
  repaintAll();
}

addEventListener('beforeprint', () => onPaper(true));
addEventListener('afterprint', () => onPaper(false));
matchMedia('print').addEventListener('change', (e) => onPaper(e.matches));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaintAll);
