/** The period and the filters that every section has, and what they are in words. */
import { el } from '../dom.js';
import { daysOf, today } from './period.js';
import { isZone } from './view.js';
import { time } from './values.js';

const NAMES = { today: 'Today', '7d': '7 days', '30d': '30 days', '3m': '3 months', '12m': '12 months', own: 'From – to' };
const ALL = { client: 'All clients', surface: 'All surfaces', model: 'All models' };
const EARLIEST = '2000-01-01';
const TITLES = { client: 'Client', surface: 'Surface', model: 'Model' };

/**
 * @param {HTMLElement} place
 * @param {object} page
 * @param {ReturnType<import('./choices.js').createChoices>} page.choices
 * @param {(change: Partial<import('./view.js').View>) => void} page.change shows another view
 * @returns {{show: (view: import('./view.js').View, takes: (filter: string) => boolean) => void}}
 */
export function mountFilters(place, { choices, change }) {
  /** @type {import('./view.js').View} */
  let view = null;
  let takes = () => true;

  const periods = Object.entries(NAMES).map(([value, text]) => el('label', {}, el('input', { type: 'radio', name: 'period', value, onchange: () => choosePeriod(value) }), el('span', { text })));
  const from = el('input', { type: 'date', name: 'from', required: true, min: EARLIEST, onchange: chooseDays });
  const to = el('input', { type: 'date', name: 'to', required: true, min: EARLIEST, onchange: chooseDays });
  const days = el('div', { class: 'filter-days' }, field('From', from), field('To (that day too)', to));
  const zone = el('input', { name: 'zone', list: 'zones', autocomplete: 'off', spellcheck: 'false', onchange: chooseZone });
  const zones = el('datalist', { id: 'zones' }, ...['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => el('option', { value })));
  const selects = Object.fromEntries(
    Object.keys(ALL).map((name) => [name, el('select', { name, onchange: (e) => change({ filters: { ...view.filters, [name]: e.target.value || undefined } }) })]),
  );
  const untaken = el('p', { class: 'hint', id: 'filters-untaken' });
  place.replaceChildren(
    el('fieldset', { class: 'toggle filter-period' }, el('legend', { class: 'visually-hidden', text: 'Period' }), ...periods),
    days,
    el('div', { class: 'filter-fields' }, field('Time zone', zone), zones, ...Object.entries(selects).map(([name, select]) => field(TITLES[name], select))),
    untaken,
  );
  choices.addEventListener('change', () => view && fillSelects());

  function choosePeriod(period) {
    if (period !== 'own') {
      change({ period, from: null, to: null });
      return;
    }
    const { first, last } = daysOf(view);
    change({ period, from: first, to: last });
  }

  function chooseDays() {
    to.setCustomValidity(from.value && to.value && to.value < from.value ? 'This day is before the first one.' : '');
    // While somebody types a year, it is 0002 first.
    if (from.checkValidity() && to.checkValidity()) {
      change({ period: 'own', from: from.value, to: to.value });
    } else if (to.validity.customError) {
      to.reportValidity();
    }
  }

  function chooseZone() {
    zone.setCustomValidity(isZone(zone.value) ? '' : 'There is no such time zone. Write one as Asia/Dubai.');
    if (zone.reportValidity()) {
      change({ zone: zone.value });
    }
  }

  function fillSelects() {
    for (const [name, select] of Object.entries(selects)) {
      const isTaken = takes(name);
      const chosen = isTaken ? (view.filters[name] ?? '') : '';
      const offered = choices.of(name);
      const unknown = chosen !== '' && !offered.some(({ value }) => value === chosen) ? [{ value: chosen, label: chosen }] : [];
      select.replaceChildren(...[{ value: '', label: ALL[name] }, ...unknown, ...offered].map(({ value, label }) => el('option', { value, text: label })));
      select.value = chosen;
      select.disabled = !isTaken;
    }
    const left = Object.keys(ALL).filter((name) => view.filters[name] && !takes(name));
    untaken.hidden = left.length === 0;
    untaken.textContent = `This section can’t be filtered by ${left.join(' and ')}: it shows all.`;
  }

  return {
    show(now, isTaken) {
      view = now;
      takes = isTaken;
      for (const input of place.querySelectorAll('[name=period]')) {
        input.checked = input.value === view.period;
      }
      days.hidden = view.period !== 'own';
      from.value = view.from ?? '';
      to.value = view.to ?? '';
      from.max = to.max = today(view.zone);
      to.setCustomValidity('');
      zone.value = view.zone;
      zone.setCustomValidity('');
      fillSelects();
    },
  };
}

function field(name, control) {
  return el('label', { class: 'field' }, el('span', { text: name }), control);
}

/** "1 Nov 2026 to 30 Nov 2026, Asia/Dubai; client mobile" @param {import('./view.js').View} view */
export function viewInWords(view, takes) {
  const { first, last } = daysOf(view);
  const day = (date) => time(`${date}T12:00:00Z`, 'UTC', 'week');
  const filters = ['tenant', ...Object.keys(ALL)].filter((name) => view.filters[name] && takes(name)).map((name) => `${name} ${view.filters[name]}`);
  return [`${first === last ? day(first) : `${day(first)} to ${day(last)}`}, ${view.zone}`, ...filters].join('; ');
}
