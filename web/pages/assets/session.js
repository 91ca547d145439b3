/** The token of this tab: kept in its session storage only, gone with the tab. */

const KEY = 'facematch.token';

/**
 * @typedef {object} Session
 * @property {string} tenant
 * @property {Date|null} expires
 * @property {string[]} scopes
 *
 * @typedef {'of-before'|'incomplete'|'used'|'elsewhere'|'limited'|'no-answer'} LinkProblem why a link did not sign in
 * @typedef {LinkProblem|'refused'} SignInProblem the last one: the API refused the token
 */

/** @type {SignInProblem|null} */
let problem = null;

export const session = Object.assign(new EventTarget(), {
  /** @returns {string|null} */
  token: () => sessionStorage.getItem(KEY),

  signIn(token) {
    problem = null;
    sessionStorage.setItem(KEY, token);
    session.dispatchEvent(new Event('change'));
  },

  signOut() {
    problem = null;
    sessionStorage.removeItem(KEY);
    session.dispatchEvent(new Event('change'));
  },

  /** Why the token can't be used, or a link did not sign in, as far as the page knows. @returns {SignInProblem|null} */
  problem: () => problem,

  /** The session that there was goes on. @param {LinkProblem} why */
  linkFailed(why) {
    if (problem !== 'refused') {
      problem = why;
    }
    session.dispatchEvent(new Event('problem'));
  },

  /** The user has read why a link did not sign in. */
  forgetLink() {
    problem = null;
    session.dispatchEvent(new Event('problem'));
  },

  /** @param {string} token one that the API refused; another may be in use by now */
  refused(token) {
    if (token === session.token() && problem !== 'refused') {
      problem = 'refused';
      session.dispatchEvent(new Event('problem'));
    }
  },

  /** Whether there is a token that has not expired and that the API has not refused. */
  isValid() {
    const now = session.current();
    return now !== null && problem !== 'refused' && !isOver(now);
  },

  /** @returns {Session|null} */
  current: () => sessionOf(session.token()),
});

/** What a token says about itself. Only the API can tell whether it is true. @returns {Session|null} */
export function sessionOf(token) {
  const claims = token && claimsOf(token);
  if (!claims) {
    return null;
  }
  return {
    tenant: typeof claims.tenant === 'string' ? claims.tenant : 'unknown',
    expires: typeof claims.exp === 'number' ? new Date(claims.exp * 1000) : null,
    scopes: [claims.scope ?? claims.scp ?? []].flat().flatMap((words) => String(words).split(' ')),
  };
}

/** @param {Session} now */
function isOver({ expires }) {
  return expires !== null && expires.getTime() <= Date.now();
}

export function looksLikeToken(text) {
  return claimsOf(text) !== null;
}

function claimsOf(token) {
  const parts = token.split('.');
  if (parts.length !== 3) {
    return null;
  }
  try {
    const bytes = Uint8Array.from(atob(parts[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' ? claims : null; // null, too, is an object
  } catch {
    return null;
  }
}
