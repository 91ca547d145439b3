/** Periods as days of a time zone. Days are texts such as 2026-03-01. */

const DAY_MS = 86_400_000;

/** The day that clocks of the zone show. */
export function today(zone, now = new Date()) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(now).map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** @param {string} day @param {number} days may be negative */
export function plusDays(day, days) {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or the last one of it. */
function minusMonths(day, months) {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * @param {import('./view.js').View} view
 * @returns {{first: string, last: string}} the days, both in the period
 */
export function daysOf({ period, from, to, zone }, now = new Date()) {
  if (period === 'own') {
    return { first: from, last: to };
  }
  const last = today(zone, now);
  const first = {
    today: () => last,
    '7d': () => plusDays(last, -6),
    '30d': () => plusDays(last, -29),
    '3m': () => plusDays(minusMonths(last, 3), 1),
    '12m': () => plusDays(minusMonths(last, 12), 1),
  }[period]();
  return { first, last };
}

/** As the API takes it: from midnight until a midnight. */
export function asParameters(view) {
  const { first, last } = daysOf(view);
  return { from: first, to: plusDays(last, 1), zone: view.zone };
}

/** @param {{first: string, last: string}} days */
export function lengthOf({ first, last }) {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
}

/** How finely a series of so many days is cut, so that it is some ten to a hundred pieces. */
export function bucketFor(days) {
  if (days <= 2) {
    return 'hour';
  }
  if (days <= 93) {
    return 'day';
  }
  return days <= 800 ? 'week' : 'month';
}
