/** The token of this tab: kept in its session storage only, gone with the tab. */

const KEY = 'facematch.token';

/**
 * @typedef {object} Session
 * @property {string} tenant
 * @property {Date|null} expires
 *
 * @typedef {'no-token'|'expired'|'refused'} SignInProblem the link held no token; its token had expired; the API refused it
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

  /** Why the token can't be used, as far as the page knows. @returns {SignInProblem|null} */
  problem: () => problem,

  /** @param {string} token one that the API refused; another may be in use by now */
  refused(token) {
    if (token === session.token() && problem === null) {
      problem = 'refused';
      session.dispatchEvent(new Event('problem'));
    }
  },

  /** Whether there is a token that has not expired and that the API has not refused. */
  isValid() {
    const now = session.current();
    return now !== null && problem !== 'refused' && !isOver(now);
  },

  /** What the token says about itself. Only the API can tell whether it is true. @returns {Session|null} */
  current() {
    const token = session.token();
    const claims = token && claimsOf(token);
    if (!claims) {
      return null;
    }
    return {
      tenant: typeof claims.tenant === 'string' ? claims.tenant : 'unknown',
      expires: typeof claims.exp === 'number' ? new Date(claims.exp * 1000) : null,
    };
  },
});

/** Takes a token out of the address bar, where `up` put it, so that it is not copied from there. */
export function tokenFromAddress() {
  const found = /^#token=(.*)$/.exec(location.hash);
  if (!found) {
    return false;
  }
  history.replaceState(null, '', `${location.pathname}#playground`);
  const token = decoded(found[1]).trim();
  if (looksLikeToken(token)) {
    session.signIn(token);
    problem = isOver(session.current()) ? 'expired' : null;
  } else {
    problem = 'no-token';
  }
  session.dispatchEvent(new Event('problem'));
  return true;
}

/** @param {Session} now */
function isOver({ expires }) {
  return expires !== null && expires.getTime() <= Date.now();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // a percent sign without its digits: the link was cut
  }
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
