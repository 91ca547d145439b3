/** Fills this page's own address into the examples, and lets them be copied. */

import { copyButton } from './dom.js';

export function mountDocumentation() {
  for (const place of document.querySelectorAll('[data-origin]')) {
    place.textContent = location.origin;
  }
  for (const example of document.querySelectorAll('figure.example')) {
    const code = example.querySelector('code');
    example.prepend(copyButton(() => code.textContent.trim()));
  }
}
