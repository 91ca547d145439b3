/** The search of outcomes: filters of its own, a table, page after page, and exports of all that is found. */
import { el } from '../../dom.js';
import { ACCEPTED, photoOf as usable } from '../../single/images.js';
import { downloadButton } from '../download.js';
import { decisionChip, moreButton, outcomeLink } from '../parts.js';
import { nothing } from '../report-table.js';
import { lookFor, photoOf, searchFor, subjectOf } from '../search.js';
import { time } from '../values.js';
import { DECISIONS, SIDES, STATUSES, SURFACES, plain, statusInWords } from '../words.js';

const PAGE = 50;
const FORMATS = { csv: 'CSV', xlsx: 'Workbook', jsonl: 'JSON Lines' };

export const outcomes = {
  name: 'outcomes',
  title: 'Outcomes',
  reports: [],
  takes: () => true,

  load: ({ view, send }) => send('v1/outcomes/search', searchFor(view, { limit: PAGE })),

  render(first, ctx) {
    const { view, choices } = ctx;
    for (const name of ['client', 'surface', 'model']) {
      choices.add(name, first.items.map((item) => item[name]));
    }
    const body = el('tbody', { role: 'rowgroup' }, ...first.items.map((item) => row(item, view)));
    const found = searchFor(view); // as it is shown, whatever is typed meanwhile
    return [
      el('div', { class: 'section-tools' }, ...Object.entries(FORMATS).map(([format, name]) => downloadButton(name, () => ({ method: 'POST', path: 'v1/outcomes/export', members: { ...found, format } }), ctx.page))),
      first.items.length === 0
        ? nothing('No outcome matches these filters.')
        : inScroller(
            'table',
            { class: 'outcome-table rows-as-cards', role: 'table', 'aria-label': 'Outcomes' },
            el('thead', {}, el('tr', {}, ...['Outcome', 'Decided', 'Decision', 'Similarity', 'Status', 'Client'].map((text, i) => el('th', { scope: 'col', class: i === 3 && 'number', text })))),
            body,
          ),
      moreButton(
        first,
        (cursor) => ctx.send('v1/outcomes/search', { ...found, limit: PAGE, cursor }),
        (page) => {
          body.append(...page.items.map((item) => row(item, view)));
          ctx.page.announce(`${page.items.length} more outcomes`);
          return '';
        },
      ),
    ];
  },

  /** Above the results, and there also while they are loaded and when the search is refused. */
  controls({ view, change, reload, page }) {
    const select = (name, all, options) =>
      el(
        'label',
        { class: 'field' },
        el('span', { text: TITLES[name] }),
        el('select', { name, onchange: (e) => set(name, e.target.value) }, all && el('option', { value: '', text: all }), ...options.map(([value, text]) => el('option', { value, text, selected: value === (view.filters[name] ?? '') }))),
      );
    const input = (name, properties) =>
      el('label', { class: 'field' }, el('span', { text: TITLES[name] }), el('input', { name, autocomplete: 'off', spellcheck: 'false', value: view.filters[name] ?? '', onchange: (e) => e.target.reportValidity() && set(name, e.target.value.trim()), ...properties }));
    const set = (name, value) => change({ filters: { ...view.filters, [name]: value || undefined } });
    const number = { type: 'number', min: '0', max: '1', step: '0.0001', inputmode: 'decimal', placeholder: '0 to 1' };
    const subject = el('input', { name: 'subject', autocomplete: 'off', spellcheck: 'false', placeholder: 'unique_id, or stem of the images', value: subjectOf() });
    const photo = el('input', { type: 'file', name: 'photo', accept: ACCEPTED, 'aria-describedby': 'search-photo-words', onchange: () => showRemove() });
    const remove = el('button', { type: 'button', class: 'button small', id: 'search-photo-remove', text: 'Remove the photo', onclick: () => ((photo.value = ''), photo.focus(), find()) });
    const showRemove = () => (remove.hidden = photo.files.length === 0);
    if (photoOf()) {
      const chosen = new DataTransfer();
      chosen.items.add(photoOf());
      photo.files = chosen.files;
    }
    showRemove();
    const problem = el('p', { class: 'error', role: 'alert', id: 'search-problem' });
    const find = async () => {
      const file = photo.files[0] ?? null;
      problem.textContent = '';
      try {
        if (file && file !== photoOf()) {
          await usable(file, (await page.api.peek('v1/limits'))?.max_image_bytes ?? null);
        }
      } catch (e) {
        problem.textContent = e.message;
        return;
      }
      lookFor(subject.value.trim(), file);
      reload();
    };
    return el(
      'form',
      { class: 'search', id: 'search', onsubmit: (e) => (e.preventDefault(), find()) },
      el(
        'div',
        { class: 'search-person' },
        el('label', { class: 'field' }, el('span', { text: 'Subject' }), subject),
        el('label', { class: 'field' }, el('span', { text: 'A photo' }), photo),
        remove,
        el('button', { type: 'submit', class: 'button primary', text: 'Search' }),
      ),
      problem,
      el('p', { class: 'hint', id: 'search-photo-words', text: 'A photo finds the outcomes in which this very file was one of the two photos; of the photo, the server keeps only a keyed digest.' }),
      el('p', { class: 'hint', text: 'A subject or a photo is never in the address of this page, nor in any link to it.' }),
      el(
        'div',
        { class: 'filter-fields' },
        select('decision', 'Any', Object.entries(DECISIONS)),
        select('status', 'Any', STATUSES.map((status) => [status, statusInWords(status)])),
        input('similarity_min', number),
        input('similarity_max', number),
        input('job', { placeholder: 'its id' }),
        select('order', null, [['', 'newest first'], ['oldest', 'oldest first']]),
      ),
    );
  },
};

/** A table that is wider than the page scrolls by itself. */
function inScroller(...table) {
  return el('div', { class: 'outcome-scroll' }, el(...table));
}

const TITLES = { decision: 'Decision', status: 'Status', similarity_min: 'Similarity from', similarity_max: 'to', job: 'Job', order: 'Order' };

function row(item, view) {
  const why = (item.failures ?? []).map(({ side, reason }) => `${SIDES[side] ?? side}: ${plain(reason)}`).join('; ');
  const cell = (name, ...content) => el('td', { role: 'cell', 'data-label': name }, ...content);
  return el(
    'tr',
    { role: 'row', 'data-id': item.id },
    el('th', { role: 'rowheader', scope: 'row' }, outcomeLink(item.id, view), item.photo_side && el('small', { text: `the photo is ${SIDES[item.photo_side]}` })),
    cell('Decided', time(item.decided_at, view.zone)),
    cell('Decision', decisionChip(item.decision)),
    el('td', { role: 'cell', class: 'number', 'data-label': 'Similarity' }, ...(item.similarity === undefined ? ['–'] : [item.similarity.toFixed(4), el('small', { text: ` of ${item.threshold.toFixed(2)}` })])),
    cell('Status', item.status, why && el('small', { text: why })),
    cell('Client', item.client, el('small', { text: SURFACES[item.surface] ?? item.surface })),
  );
}
