/** What the search of outcomes is asked for. A subject and a photo are in the body of a request only, and are kept nowhere. */
import { asParameters } from './period.js';

const FILTERS = ['tenant', 'client', 'surface', 'model', 'job', 'status', 'decision', 'similarity_min', 'similarity_max', 'order'];

/** Of the user, until the page is left or another tenant signs in. */
let subject = '';

/** @type {File|null} the same */
let photo = null;

export const subjectOf = () => subject;

export const photoOf = () => photo;

/** @param {string} text @param {File|null} file */
export function lookFor(text, file) {
  subject = text;
  photo = file;
}

/**
 * @param {import('./view.js').View} view
 * @param {Record<string, string|number>} [more] members of the body
 * @returns {Record<string, string|number|File>} the members of the body of the request
 */
export function searchFor(view, more = {}) {
  const members = { ...asParameters(view), ...more };
  for (const name of FILTERS) {
    if (view.filters[name]) {
      members[name] = view.filters[name];
    }
  }
  if (subject !== '') {
    members.subject = subject;
  }
  if (photo) {
    members.photo = photo;
  }
  return members;
}

/**
 * What fetch takes: JSON, or a form where a member is a file. The name of the file stays here.
 *
 * @param {Record<string, any>} members
 * @returns {{body: string|FormData, headers: Record<string, string>}}
 */
export function asBody(members) {
  if (!Object.values(members).some((value) => value instanceof Blob)) {
    return { body: JSON.stringify(members), headers: { 'Content-Type': 'application/json' } };
  }
  const body = new FormData();
  for (const [name, value] of Object.entries(members)) {
    if (value instanceof Blob) {
      body.append(name, value, name);
    } else if (value !== undefined && value !== null) {
      body.append(name, value);
    }
  }
  return { body, headers: {} };
}
