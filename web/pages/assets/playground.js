/** The playground's header: Run, and the toggle between the two modes, each of which lives in its own panel. */

import { mount as mountBulk } from './bulk/bulk.js';
import { mount as mountSingle } from './single/single.js';

/** A reload in the middle of a bulk run comes back to it. Only in this tab. */
const MODE = 'facematch.mode';

/**
 * @typedef {object} Mode
 * @property {() => string|null} missing what keeps it from running, as a hint for the user; null when it can run
 * @property {() => void} run
 * @property {() => void} shown called when the user comes to see it
 */

/** @returns {{shown: () => void}} */
export function mountPlayground({ api, announce, limits }) {
  const button = document.getElementById('submit-btn');
  const hint = document.getElementById('run-hint');
  const choices = [...document.querySelectorAll('input[name=mode]')];
  const ctx = { api, announce, limits, onState: () => modes && update() };

  /** @type {Record<string, Mode>} */
  let modes = null;
  modes = {
    single: mountSingle(document.getElementById('mode-single'), ctx),
    bulk: mountBulk(document.getElementById('mode-bulk'), ctx),
  };

  function chosen() {
    return choices.find((choice) => choice.checked).value;
  }

  function current() {
    return modes[chosen()];
  }

  function update() {
    const missing = current().missing();
    button.disabled = missing !== null;
    hint.textContent = missing ?? '';
  }

  function run() {
    if (!button.disabled) {
      current().run();
    }
  }

  function choose() {
    sessionStorage.setItem(MODE, chosen());
    show();
  }

  function show() {
    for (const name of Object.keys(modes)) {
      document.getElementById(`mode-${name}`).hidden = name !== chosen();
    }
    update();
    current().shown();
  }

  button.addEventListener('click', run);
  document.getElementById('panel-playground').addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      run();
    }
  });
  for (const choice of choices) {
    choice.checked = choice.value === (sessionStorage.getItem(MODE) ?? 'single');
    choice.addEventListener('change', choose);
  }
  show();
  return { shown: () => current().shown() };
}
