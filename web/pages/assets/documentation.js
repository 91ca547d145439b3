/** Fills the address of this page and the limits of the server into the documentation, and lets examples be copied. */

import { BASE } from './address.js';
import { copyButton } from './dom.js';
import { count, exactSize } from './format.js';

/** @param {ReturnType<import('./limits.js').createLimits>} limits */
export function mountDocumentation(limits) {
  for (const place of document.querySelectorAll('[data-base]')) {
    place.textContent = BASE;
  }
  for (const example of document.querySelectorAll('figure.example')) {
    const code = example.querySelector('code');
    example.prepend(copyButton(() => code.textContent.trim()));
  }
  const show = () => {
    const known = limits.current();
    document.getElementById('limits-known').hidden = known === null;
    document.getElementById('limits-unknown').hidden = known !== null;
    for (const place of document.querySelectorAll('[data-limit]')) {
      const name = place.dataset.limit;
      place.textContent = known === null ? '?' : name.endsWith('_bytes') ? exactSize(known[name]) : count(known[name]);
    }
  };
  limits.addEventListener('change', show);
  show();
}
