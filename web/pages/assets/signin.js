/** The tenant that is signed in, in the page's header, and the dialog that asks for a token. */

import { el, icon } from './dom.js';
import { duration } from './format.js';
import { looksLikeToken, session } from './session.js';
import { signInDialog } from './signin-form.js';

const REFRESH_MS = 20_000;

/** @type {Promise<boolean>|null} */
let asking = null;

const command = (words) => el('code', { text: `./facematch ${words}` });

/** By the problem of the session: what the user should know, and what to do, unless there is a session that goes on. */
const PROBLEMS = {
  'of-before': ['This link holds a token, as those of earlier versions did. It was not used.', 'Open the link that ', command('up'), ' prints, or sign in.'],
  incomplete: ['This link is not complete: you are not signed in with it.', 'Copy the whole link, or sign in.'],
  used: [
    'This link was used before, or it is older than an hour.',
    'Sign in with a token: ',
    command('token'),
    ' prints one. Each start of ',
    command('up'),
    ' prints a new link.',
  ],
  elsewhere: [
    'A link signs in only in a browser on the machine of the server, and not through a proxy.',
    'Sign in with a token: ',
    command('token'),
    ' prints one on that machine.',
  ],
  limited: ['There were too many attempts to sign in.', 'Wait a moment, and open the link again.'],
  'no-answer': ['The server did not answer this link.', 'Open it again when the server runs.'],
  refused: ['This server does not accept your token.', 'It may be from another installation, or its client was removed. Sign in with another token.'],
};

/**
 * Asks for a token. Calls that need one meanwhile wait for the same answer.
 *
 * @param {boolean} refused whether the API refused the token that was there
 * @returns {Promise<boolean>} whether there is a new token
 */
export function askForToken(refused) {
  asking ??= open(refused).finally(() => (asking = null));
  return asking;
}

/**
 * Shows the state of the session and its buttons in the header.
 *
 * @param {HTMLElement} container
 * @param {HTMLElement} alert where it says why a link did not sign in
 */
export function mountSession(container, alert) {
  const show = () => container.replaceChildren(...(session.current() ? signedIn(session.current()) : signedOut()));
  const showProblem = () => alert.replaceChildren(...problemBanner());
  session.addEventListener('change', show);
  session.addEventListener('change', showProblem);
  session.addEventListener('problem', showProblem);
  setInterval(show, REFRESH_MS);
  show();
  showProblem();
}

function problemBanner() {
  const problem = session.problem();
  if (!problem) {
    return [];
  }
  const staying = session.isValid();
  const [what, ...instead] = PROBLEMS[problem];
  return [
    el(
      'div',
      { class: 'banner', 'data-problem': problem },
      icon('undecided'),
      el('p', {}, `${what} `, ...(staying ? ['You stay signed in for the tenant ', el('bdi', { class: 'tenant', text: session.current().tenant }), '.'] : instead)),
      staying
        ? el('button', { type: 'button', class: 'button', text: 'Close', onclick: () => session.forgetLink() })
        : el('button', { type: 'button', class: 'button', text: 'Sign in', onclick: () => askForToken(session.current() !== null) }),
    ),
  ];
}

function signedIn({ tenant, expires }) {
  const left = expires ? (expires.getTime() - Date.now()) / 1000 : null;
  const validity = left === null ? '' : left > 0 ? `expires in ${left < 3600 ? duration(left) : `${Math.floor(left / 3600)} h`}` : 'expired';
  return [
    el(
      'span',
      { class: 'session-who' },
      el('b', { text: tenant, title: 'Tenant' }),
      validity && el('span', { class: left > 0 ? 'muted' : 'session-expired', text: validity }),
    ),
    left !== null && left <= 0
      ? el('button', { type: 'button', class: 'button', text: 'Sign in again', onclick: () => askForToken(true) })
      : el('button', { type: 'button', class: 'button quiet', text: 'Sign out', onclick: () => session.signOut() }),
  ];
}

function signedOut() {
  return [el('button', { type: 'button', class: 'button', text: 'Sign in', onclick: () => askForToken(false) })];
}

/** @returns {Promise<boolean>} */
function open(refused) {
  const dialog = signInDialog();
  const form = dialog.querySelector('form');
  const problem = dialog.querySelector('[role=alert]');
  const submit = form.querySelector('[type=submit]');
  const cancel = dialog.querySelector('#sign-in-cancel');
  const field = (name) => form.elements.namedItem(name);

  dialog.querySelector('.sign-in-why').textContent = refused
    ? 'Your token has expired or was refused. What is on this page stays; it continues after you sign in.'
    : 'The API answers only requests with a token.';
  problem.textContent = '';

  return new Promise((resolve) => {
    const onSubmit = async (e) => {
      e.preventDefault();
      problem.textContent = '';
      submit.disabled = true;
      try {
        session.signIn(await token(field('way').value, field));
        dialog.close('signed-in');
      } catch (failure) {
        problem.textContent = failure.message;
      } finally {
        submit.disabled = false;
      }
    };
    const onChange = () => {
      for (const part of form.querySelectorAll('[data-way]')) {
        part.hidden = part.dataset.way !== field('way').value;
      }
    };
    const onCancel = () => dialog.close();
    const onSession = () => session.isValid() && dialog.close('signed-in'); // by a link, meanwhile
    session.addEventListener('change', onSession);
    form.addEventListener('submit', onSubmit);
    form.addEventListener('change', onChange);
    cancel.addEventListener('click', onCancel);
    dialog.addEventListener(
      'close',
      () => {
        session.removeEventListener('change', onSession);
        form.removeEventListener('submit', onSubmit);
        form.removeEventListener('change', onChange);
        cancel.removeEventListener('click', onCancel);
        form.reset();
        resolve(dialog.returnValue === 'signed-in');
      },
      { once: true },
    );
    onChange();
    dialog.returnValue = '';
    dialog.showModal();
  });
}

async function token(way, field) {
  if (way === 'token') {
    const pasted = field('token').value.replace(/^Bearer\s+/i, '').replace(/^export FACEMATCH_TOKEN=/, '').trim();
    if (!looksLikeToken(pasted)) {
      throw new Error('This is not a token: it has three parts with dots between them, and begins with "ey".');
    }
    return pasted;
  }
  const id = field('client').value.trim();
  const secret = field('secret').value;
  if (!id || !secret) {
    throw new Error('Enter both the client id and its secret.');
  }
  return clientToken(id, secret);
}

/** Client credentials, RFC 6749 section 4.4. */
async function clientToken(id, secret) {
  const answer = await fetch('oauth2/token', {
    method: 'POST',
    cache: 'no-store',
    credentials: 'omit', // otherwise the browser answers a refusal with its own dialog
    headers: {
      Accept: 'application/json',
      Authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  }).catch(() => {
    throw new Error('The API does not answer. Is it running, and are you online?');
  });
  const body = await answer.json().catch(() => ({}));
  if (answer.ok && body.access_token) {
    return body.access_token;
  }
  if (body.error === 'invalid_client') {
    throw new Error('There is no client with this id and secret.');
  }
  if (answer.status === 429) {
    throw new Error('Too many attempts. Wait a moment and try again.');
  }
  if (answer.status === 503) {
    throw new Error('The API can’t issue a token now. Try again in a moment.');
  }
  throw new Error('This API does not issue tokens. Paste a token from your own issuer instead.');
}
