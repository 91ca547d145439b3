/** Shows one section at a time: what it loads, that it loads, or why it can't. */
import { el, icon } from '../dom.js';
import { ApiError } from '../api.js';
import { forgetOldCharts } from './charts.js';
import { downloadButton } from './download.js';
import { viewInWords } from './filters.js';
import { replaceContent } from './parts.js';
import { time } from './values.js';
import { wordsOfError } from './words.js';

/**
 * @param {HTMLElement} place
 * @param {object} page
 * @returns {{show: (section: import('./sections.js').Section, ctx: object) => Promise<void>}}
 */
export function createFrame(place, page) {
  const title = el('h2', { id: 'section-title', tabindex: '-1' });
  const tools = el('div', { class: 'section-head-tools' });
  const words = el('p', { class: 'hint', id: 'view-words' });
  const lead = el('p', { class: 'section-lead' });
  const controls = el('div', { id: 'section-controls' });
  const body = el('div', { id: 'section-body', class: 'section-body' });
  place.replaceChildren(el('div', { class: 'section-head' }, title, tools), words, lead, controls, body);
  let shown = null;

  async function show(section, ctx) {
    const isOther = shown !== section;
    shown = section;
    title.textContent = section.title;
    lead.textContent = section.lead ?? '';
    lead.hidden = !section.lead;
    words.textContent = section.isHidden || section.isOfNow ? '' : viewInWords(ctx.view, ctx.takes);
    tools.replaceChildren(...toolsOf(section, ctx, page));
    replaceContent(controls, section.controls ? [section.controls(ctx)] : []);
    body.setAttribute('aria-busy', 'true');
    if (isOther) {
      body.replaceChildren(el('p', { class: 'loading', text: 'Loading…' }));
    }
    try {
      const loaded = await section.load(ctx);
      ctx.signal.throwIfAborted();
      replaceContent(body, section.render(loaded, ctx).filter(Boolean));
      const asOf = (loaded?.as_of ?? Object.values(loaded ?? {}).find((part) => part?.as_of)?.as_of) || null;
      words.textContent += asOf ? `${words.textContent && '. '}As of ${time(asOf, ctx.view.zone)}.` : '';
      words.hidden = words.textContent === '';
      page.announce(`${section.title} is shown`);
    } catch (e) {
      if (ctx.signal.aborted || e.name === 'AbortError') {
        return;
      }
      body.replaceChildren(errorCard(e, ctx));
    }
    body.removeAttribute('aria-busy');
    forgetOldCharts();
  }

  return { show };
}

function toolsOf(section, ctx, page) {
  const exported = section.exported?.(ctx.view);
  return [
    exported && downloadButton('CSV', () => ({ path: ctx.reports.path(exported.report, ctx.view, { ...exported.own, format: 'csv' }) }), page),
    el('button', { type: 'button', class: 'button small', id: 'print', onclick: () => window.print(), text: 'Print' }),
  ].filter(Boolean);
}

/** @param {unknown} e */
export function errorCard(e, { reload, signIn }) {
  if (!(e instanceof ApiError)) {
    console.error(e);
  }
  const told = e instanceof ApiError ? wordsOfError(e) : { title: 'An error of this page', words: 'Reload it. If it comes again, tell your operator what you did.', isSignIn: false };
  return el(
    'div',
    { class: 'banner problem', role: 'alert' },
    icon('undecided'),
    el('div', {}, el('b', { text: told.title }), el('p', { text: told.words }), ...(e.errors ?? []).map((text) => el('p', { text }))),
    el('button', { type: 'button', class: 'button', text: told.isSignIn ? 'Sign in' : 'Try again', onclick: () => (told.isSignIn ? signIn() : reload()) }),
  );
}
