/** The dialog that asks for a token, or for a client's id and secret. */
import { el } from './dom.js';

let made = null;

/** @returns {HTMLDialogElement} the only one of the page */
export function signInDialog() {
  if (!made) {
    made = build();
    document.body.append(made);
  }
  return made;
}

function build() {
  const way = (value, text, checked) => el('label', {}, el('input', { type: 'radio', name: 'way', value, checked }), el('span', { text }));
  const field = (text, control) => el('label', { class: 'field' }, el('span', { text }), control);
  return el(
    'dialog',
    { id: 'sign-in', 'aria-labelledby': 'sign-in-title' },
    el(
      'form',
      { method: 'dialog', autocomplete: 'off' },
      el('h2', { id: 'sign-in-title', text: 'Sign in' }),
      el('p', { class: 'sign-in-why muted' }),
      el('fieldset', { class: 'toggle' }, el('legend', { class: 'visually-hidden', text: 'How' }), way('token', 'Token', true), way('client', 'Id and secret', false)),
      el(
        'div',
        { 'data-way': 'token' },
        field('Token', el('textarea', { name: 'token', rows: '4', spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'sign-in-token-hint' })),
        el('p', { id: 'sign-in-token-hint', class: 'hint' }, 'On the machine that runs it, ', el('code', { text: './facematch token' }), ' prints one.'),
      ),
      el(
        'div',
        { 'data-way': 'client', hidden: true },
        field('Client id', el('input', { name: 'client', autocomplete: 'username', autocapitalize: 'off', spellcheck: 'false' })),
        field('Client secret', el('input', { name: 'secret', type: 'password', autocomplete: 'current-password' })),
      ),
      el('p', { class: 'error', role: 'alert' }),
      el('p', { class: 'hint', text: 'The token stays in this tab and is gone when you close it.' }),
      el(
        'div',
        { class: 'dialog-buttons' },
        el('button', { type: 'button', class: 'button quiet', id: 'sign-in-cancel', text: 'Cancel' }),
        el('button', { type: 'submit', class: 'button primary', text: 'Sign in' }),
      ),
    ),
  );
}
