/** What the search of outcomes is asked for. A subject is in the body of a request only, and is kept nowhere. */
import { asParameters } from './period.js';

const FILTERS = ['tenant', 'client', 'surface', 'model', 'job', 'status', 'decision', 'similarity_min', 'similarity_max', 'order'];

/** Of the user, until the page is left or another tenant signs in. */
let subject = '';

export const subjectOf = () => subject;

export function setSubject(text) {
  subject = text;
}

/**
 * @param {import('./view.js').View} view
 * @param {Record<string, string|number>} [more] members of the body
 * @returns {Record<string, string|number>} the body of the request
 */
export function searchFor(view, more = {}) {
  const body = { ...asParameters(view), ...more };
  for (const name of FILTERS) {
    if (view.filters[name]) {
      body[name] = view.filters[name];
    }
  }
  if (subject !== '') {
    body.subject = subject;
  }
  return body;
}
