/** Files that the server makes in the background: large exports, and packs with a proof for each row. */
import { el } from '../../dom.js';
import { count, size } from '../../format.js';
import { ApiError, sleep } from '../../api.js';
import { downloadButton } from '../download.js';
import { asParameters } from '../period.js';
import { factList, nothing } from '../report-table.js';
import { time } from '../values.js';
import { COMMON } from '../view.js';
import { plain, wordsOfError } from '../words.js';

const POLL_MS = 2_000;
const TIMES = ['from', 'to'];
const UNFINISHED = ['queued', 'running'];
const KINDS = { pack: 'Evidence pack', rows: 'Rows' };
const CHIPS = { completed: 'match', failed: 'non-match' };

/** What goes with an export. */
const LOSSES = {
  queued: 'It will not be made.',
  running: 'It is not finished, and will not be made.',
  completed: 'Nobody of your tenant can fetch its file any more.',
};

export const exportsSection = {
  name: 'exports',
  title: 'Exports',
  lead: 'An evidence pack is a ZIP for auditors: the rows of the period, a proof for each, the signed checkpoint, and how to verify all that offline, with somebody else’s program.',
  reports: ['exports'],
  takes: (filter) => COMMON.includes(filter),

  load: ({ get }) => get('v1/audit/exports?limit=50'),

  render(first, ctx) {
    const list = el('ul', { class: 'export-list', tabindex: '-1', 'aria-label': 'Exports' });
    const problem = el('p', { class: 'error', role: 'alert' });
    const make = (words, body) => el('button', { type: 'button', class: words.class, text: words.text, onclick: (e) => submit(e.target, body) });
    let following = false;
    show(first.items);
    follow();

    function show(items) {
      list.replaceChildren(...(items.length === 0 ? [el('li', {}, nothing('Nothing was made yet.'))] : items.map((item) => entry(item, ctx, remove))));
    }

    async function remove(item) {
      problem.textContent = '';
      try {
        await ctx.remove(`v1/audit/exports/${item.id}`);
        show((await ctx.get('v1/audit/exports?limit=50')).items);
        list.focus();
        ctx.page.announce('The export was deleted');
      } catch (e) {
        if (e.name !== 'AbortError') {
          problem.textContent = e instanceof ApiError ? wordsOfError(e).words : String(e);
        }
      }
    }

    async function submit(button, body) {
      button.disabled = true;
      problem.textContent = '';
      try {
        await ctx.send('v1/audit/exports', { ...periodAndFilters(ctx.view), ...body });
        show((await ctx.get('v1/audit/exports?limit=50')).items);
        follow();
      } catch (e) {
        if (e.name !== 'AbortError') {
          problem.textContent = e instanceof ApiError ? wordsOfError(e).words : String(e);
        }
      } finally {
        button.disabled = false;
      }
    }

    /** Asks again while something is made, and this section is shown. */
    async function follow() {
      if (following) {
        return;
      }
      following = true;
      try {
        while (list.querySelector('[data-unfinished]')) {
          await sleep(POLL_MS, ctx.signal);
          show((await ctx.get('v1/audit/exports?limit=50')).items);
        }
      } catch {
        // Another view is shown, or the server is away: what is shown stays.
      } finally {
        following = false;
      }
    }

    return [
      el(
        'div',
        { class: 'section-tools' },
        make({ text: 'Make an evidence pack', class: 'button primary' }, { kind: 'pack' }),
        make({ text: 'Make a CSV', class: 'button' }, { kind: 'rows', format: 'csv' }),
        make({ text: 'Make a workbook', class: 'button' }, { kind: 'rows', format: 'xlsx' }),
      ),
      problem,
      list,
    ];
  },
};

function periodAndFilters(view) {
  const { from, to, zone } = asParameters(view);
  return { from, to, zone, ...Object.fromEntries(COMMON.filter((name) => view.filters[name]).map((name) => [name, view.filters[name]])) };
}

function entry(item, ctx, remove) {
  const { zone } = ctx.view;
  const { rows, of } = item.progress;
  const isUnfinished = UNFINISHED.includes(item.state);
  const filter = Object.entries(item.filter)
    .filter(([name]) => name !== 'order')
    .map(([name, value]) => `${plain(name)} ${TIMES.includes(name) ? time(value, zone) : value}`)
    .join(', ');
  return el(
    'li',
    { class: 'card export', 'data-export': item.id, 'data-unfinished': isUnfinished },
    el('h3', {}, `${KINDS[item.kind] ?? item.kind}${item.kind === 'rows' ? ` (${item.format})` : ''} `, el('span', { class: `chip ${CHIPS[item.state] ?? 'not-compared'}`, text: item.state })),
    isUnfinished && el('progress', { max: of ?? 1, value: of ? rows : null, 'aria-label': 'Rows' }),
    factList([
      ['What', filter || 'everything'],
      ['Rows', isUnfinished ? `${count(rows)}${of ? ` of ${count(of)}` : ''}` : count(rows)],
      ['Asked for', `${time(item.submitted_at, zone)} by ${item.client}`],
      ['File', item.bytes === undefined ? null : size(item.bytes)],
      ['SHA-256', item.sha256 && el('code', { text: item.sha256 })],
      ['Kept until', item.expires_at && time(item.expires_at, zone)],
      ['Why', item.problem?.detail],
    ]),
    el(
      'div',
      { class: 'export-tools' },
      item.links.content && downloadButton('Download', () => ({ path: item.links.content.slice(1) }), ctx.page),
      el('button', { type: 'button', class: 'button small', 'data-delete': item.id, text: 'Delete', onclick: () => confirmDelete(item, remove) }),
    ),
  );
}

function confirmDelete(item, remove) {
  const dialog = el(
    'dialog',
    { class: 'confirm', 'aria-labelledby': 'confirm-title', onclose: () => dialog.remove() },
    el('h2', { id: 'confirm-title', text: 'Delete this export?' }),
    el('p', { text: `${LOSSES[item.state] ?? 'It has no file, and goes from this list.'} The outcomes stay.` }),
    el(
      'div',
      { class: 'dialog-buttons' },
      el('button', { type: 'button', class: 'button', id: 'confirm-no', text: 'Keep it', onclick: () => dialog.close() }),
      el('button', {
        type: 'button',
        class: 'button danger',
        id: 'confirm-yes',
        text: 'Delete it',
        onclick: () => {
          dialog.close();
          remove(item);
        },
      }),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
