/** The token of this tab: kept in its session storage only, gone with the tab. */

const KEY = 'facematch.token';

/**
 * @typedef {object} Session
 * @property {string} tenant
 * @property {Date|null} expires
 */

export const session = Object.assign(new EventTarget(), {
  /** @returns {string|null} */
  token: () => sessionStorage.getItem(KEY),

  signIn(token) {
    sessionStorage.setItem(KEY, token);
    session.dispatchEvent(new Event('change'));
  },

  signOut() {
    sessionStorage.removeItem(KEY);
    session.dispatchEvent(new Event('change'));
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

/** Takes a token out of the address bar, where `up` put it, before anybody can copy it from there. */
export function tokenFromAddress() {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found) {
    return false;
  }
  history.replaceState(null, '', `${location.pathname}#playground`);
  const token = decodeURIComponent(found[1]).trim();
  if (looksLikeToken(token)) {
    session.signIn(token);
  }
  return true;
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
    return typeof claims === 'object' ? claims : null;
  } catch {
    return null;
  }
}
