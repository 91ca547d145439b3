/** Starts the page. */

import { createApi } from './api.js';
import { mountDocumentation } from './documentation.js';
import { createLimits } from './limits.js';
import { followLink } from './link.js';
import { mountModelNotes } from './models.js';
import { mountPlayground } from './playground.js';
import { session } from './session.js';
import { askForToken, mountSession } from './signin.js';
import { mountTabs } from './tabs.js';

const announcer = document.getElementById('announcer');

/** Lets a screen reader say a text. */
function announce(text) {
  announcer.textContent = '';
  requestAnimationFrame(() => (announcer.textContent = text));
}

followLink();
window.addEventListener('hashchange', (e) => {
  if (followLink()) {
    e.stopImmediatePropagation();
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
});

session.addEventListener('change', () => announce('')); // what was said was for the one who was signed in

const api = createApi({ getToken: session.token, onUnauthorized: askForToken, onRefused: session.refused });
const limits = createLimits(api);
const models = mountModelNotes(document.getElementById('model-notes'), api);
const playground = mountPlayground({ api, announce, limits });
mountSession(document.getElementById('session'), document.getElementById('sign-in-problem'));
mountDocumentation(limits);
mountTabs((name) => {
  if (name === 'playground') {
    playground.shown();
    models.refresh();
  }
});
