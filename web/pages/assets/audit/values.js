/** Numbers, rates and times as this page writes them. */
import { count } from '../format.js';

const DASH = '–';

/** "81.7 %", "0.02 %": with as many digits as a small rate needs. @param {number|null|undefined} rate 0 to 1 */
export function percentage(rate) {
  if (rate === null || rate === undefined) {
    return DASH;
  }
  const percent = 100 * rate;
  const digits = percent >= 10 ? 1 : percent >= 0.1 ? 2 : 4;
  return `${Number(percent.toFixed(digits))} %`;
}

/** "12 ms", "3.4 s", "2 min". */
export function milliseconds(value) {
  if (value === null || value === undefined) {
    return DASH;
  }
  if (value < 1000) {
    return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ms`;
  }
  return value < 120_000 ? `${(value / 1000).toFixed(1)} s` : `${count(Math.round(value / 60_000))} min`;
}

const FORMATS = {
  full: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'short', year: 'numeric' },
};
const formatters = new Map();

/**
 * A time on the clocks of a zone.
 *
 * @param {string} instant as in the API's JSON
 * @param {keyof typeof FORMATS} precision the name of a bucket, "minute" or "full"
 */
export function time(instant, zone, precision = 'full') {
  if (!instant) {
    return DASH;
  }
  const key = `${zone} ${precision}`;
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...FORMATS[precision] }));
  }
  return formatters.get(key).format(new Date(instant));
}

/**
 * A value of a report by the type of its column.
 *
 * @param {any} value undefined where it is not known
 * @param {{type: string}} column
 * @param {{zone: string, bucket?: string}} report
 */
export function written(value, { type }, { zone, bucket }) {
  if (value === null || value === undefined) {
    return DASH;
  }
  switch (type) {
    case 'time':
      return time(value, zone, 'full');
    case 'bucket':
      return time(value, zone, bucket ?? 'full');
    case 'count':
      return count(value);
    case 'rate':
      return percentage(value);
    case 'similarity':
      return value.toFixed(4);
    case 'milliseconds':
      return milliseconds(value);
    case 'number':
      return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(4)));
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      return String(value);
  }
}

/** Whether a column's values stand at the right. */
export const isNumeric = ({ type }) => ['count', 'rate', 'similarity', 'milliseconds', 'number'].includes(type);
