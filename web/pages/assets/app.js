/** Starts the page. */

import { createApi } from './api.js';
import { mountDocumentation } from './documentation.js';
import { mountPlayground } from './playground.js';
import { session, tokenFromAddress } from './session.js';
import { askForToken, mountSession } from './signin.js';
import { mountTabs } from './tabs.js';

const announcer = document.getElementById('announcer');

/** Says something to those who hear the page. */
function announce(text) {
  announcer.textContent = '';
  requestAnimationFrame(() => (announcer.textContent = text));
}

tokenFromAddress();
window.addEventListener('hashchange', (e) => {
  if (tokenFromAddress()) {
    e.stopImmediatePropagation();
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
});

const api = createApi({ getToken: session.token, onUnauthorized: askForToken });
const playground = mountPlayground({ api, announce });
mountSession(document.getElementById('session'));
mountDocumentation();
mountTabs((name) => {
  if (name === 'playground') {
    playground.shown();
  }
});
