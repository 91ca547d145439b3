/** The link that `up` prints: behind its # is a code, which the server gives a token for, once. */

import { el } from './dom.js';
import { looksLikeToken, session, sessionOf } from './session.js';

const CODE = /^[\w-]{22}$/;

/** @type {Record<number, import('./session.js').LinkProblem>} */
const REFUSALS = { 401: 'used', 403: 'elsewhere', 429: 'limited' };

let followed = Promise.resolve();

/**
 * Takes the code out of the address bar at once, so that it is not copied from there, and signs in with it.
 *
 * @returns {boolean} whether the address was such a link
 */
export function followLink() {
  const found = /^#(code|token)=(.*)$/.exec(location.hash);
  if (!found) {
    return false;
  }
  history.replaceState(null, '', `${location.pathname}#playground`);
  const [, kind, text] = found;
  // One after the other: a second link waits until the user has answered the question of the first.
  followed = followed.then(() => (kind === 'code' ? signIn(text) : session.linkFailed('of-before')));
  return true;
}

async function signIn(code) {
  if (!CODE.test(code)) {
    session.linkFailed('incomplete');
    return;
  }
  const { token, problem } = await exchange(code);
  if (problem) {
    session.linkFailed(problem);
    return;
  }
  const now = session.current();
  if (now === null || (await isToBeReplaced(now, sessionOf(token)))) {
    session.signIn(token);
  }
}

async function exchange(code) {
  const answer = await fetch('sign-in', {
    method: 'POST',
    cache: 'no-store',
    credentials: 'omit',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  }).catch(() => null);
  const { token } = (await answer?.json().catch(() => null)) ?? {};
  return answer?.ok && looksLikeToken(String(token)) ? { token } : { problem: REFUSALS[answer?.status] ?? 'no-answer' };
}

/** Whoever sent the link may want the user to work for another tenant without noticing. */
function isToBeReplaced(now, next) {
  const stay = el('button', { type: 'button', class: 'button primary', text: 'Keep it', autofocus: true });
  const replace = el('button', { type: 'button', class: 'button', text: 'Replace it' });
  const tenant = ({ tenant: name }) => el('bdi', { class: 'tenant', text: name });
  const dialog = el(
    'dialog',
    { id: 'replace-session', role: 'alertdialog', 'aria-labelledby': 'replace-title', 'aria-describedby': 'replace-words' },
    el('h2', { id: 'replace-title', text: 'Replace your session?' }),
    el(
      'div',
      { id: 'replace-words' },
      el('p', {}, 'This tab is signed in for the tenant ', tenant(now), '.'),
      now.tenant === next.tenant
        ? el('p', {}, 'The link signs in for the same tenant again.')
        : el('p', {}, 'The link signs in for the tenant ', tenant(next), '. The photos and results of ', tenant(now), ' then leave this page.'),
    ),
    el('div', { class: 'dialog-buttons' }, replace, stay),
  );
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'replace');
    });
    stay.addEventListener('click', () => dialog.close());
    replace.addEventListener('click', () => dialog.close('replace'));
    document.body.append(dialog);
    dialog.showModal();
  });
}
