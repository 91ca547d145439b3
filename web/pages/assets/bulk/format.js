/** Numbers and times as the page writes them, in English like the rest of it. */
import { count } from '../dom.js';

export { count };

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** "1 pair", "2,000 pairs". */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Rounded down, so that 100 % means all of it. */
export function percent(part, whole) {
  return whole > 0 ? Math.floor((100 * part) / whole) : 0;
}

/** @param {string} instant as in the API's JSON */
export function moment(instant) {
  return DAY.format(new Date(instant));
}

/** Pairs per second. */
export function rate(perSecond) {
  return perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}

/** "0:07", "12:30", "1:02:03". */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
