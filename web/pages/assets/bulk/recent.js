/** The bulk runs of the last days, to be opened again. */
import { el } from '../dom.js';
import { count, counted, moment, percent } from '../format.js';
import { isOver } from './jobs.js';
import { wordsOfState } from './words.js';

const MOST = 8;

/** @param {{onOpen: (job: object) => void}} options */
export function createRecent({ onOpen }) {
  const list = el('ul', { class: 'bulk-recent', id: 'bulk-recent' });
  const element = el(
    'section',
    { class: 'card', hidden: true, 'aria-labelledby': 'bulk-recent-title' },
    el('h2', { id: 'bulk-recent-title', text: 'Recent runs' }),
    list,
  );

  return {
    element,
    /**
     * @param {object[]} jobs newest first
     * @param {string} [open] the id of the one that is shown already
     */
    show(jobs, open) {
      const others = jobs.filter((job) => job.id !== open).slice(0, MOST);
      element.hidden = others.length === 0;
      list.replaceChildren(...others.map((job) => item(job, onOpen)));
    },
  };
}

function item(job, onOpen) {
  return el(
    'li',
    { 'data-job': job.id },
    el('span', { class: 'bulk-state', 'data-state': job.state, text: wordsOfState(job) }),
    el('span', { class: 'bulk-recent-when', text: moment(job.created_at) }),
    el('span', { class: 'muted bulk-recent-what', text: summary(job) }),
    el('button', { type: 'button', class: 'button small', 'aria-label': `Open the run of ${moment(job.created_at)}`, onclick: () => onOpen(job) }, 'Open'),
  );
}

function summary(job) {
  if (!isOver(job)) {
    return `${count(job.done)} of ${counted(job.total, 'pair')} (${percent(job.done, job.total)} %)`;
  }
  const notCompared = job.total - job.matches - job.non_matches;
  return `${counted(job.total, 'pair')}: ${counted(job.matches, 'match', 'matches')}, ${counted(job.non_matches, 'non-match', 'non-matches')}, ${count(notCompared)} not compared`;
}
