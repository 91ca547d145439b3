/** The card where an archive is chosen, looked at, and sent. */
import { el, icon, size } from '../dom.js';
import { inspectArchive } from './archive.js';
import { count, counted, percent } from './format.js';
import { OPERATING_POINTS } from './scale.js';
import { wordsOfFinding } from './words.js';

const MOST_NAMES = 20;

/**
 * @param {object} options
 * @param {() => void} options.onChange called whenever what is chosen, or its state, changed
 * @param {(text: string) => void} options.announce
 */
export function createChoice({ onChange, announce }) {
  let chosen = null;
  let inspection = null;
  let reading = null;
  let locked = false;

  const input = el('input', {
    type: 'file',
    accept: '.zip,application/zip,application/x-zip-compressed',
    class: 'visually-hidden',
    id: 'bulk-file',
    tabindex: '-1',
    'aria-hidden': 'true',
    onchange: () => {
      take(input.files[0]);
      input.value = ''; // so that the same file can be chosen again after it was mended
    },
  });
  const chooser = el('button', { type: 'button', class: 'button', id: 'bulk-choose', onclick: () => input.click() }, 'Choose ZIP');
  const drop = el(
    'div',
    { class: 'bulk-drop' },
    icon('file'),
    el('div', { class: 'bulk-drop-words' }, chooser, el('span', { class: 'muted', text: 'or drop a .zip file here' })),
    input,
  );
  const state = el('div', { class: 'bulk-choice', id: 'bulk-choice' });
  const pointHint = el('p', { class: 'hint', id: 'bulk-operating-point-hint' });
  const point = el(
    'select',
    { id: 'bulk-operating-point', 'aria-describedby': 'bulk-operating-point-hint', onchange: onPoint },
    ...OPERATING_POINTS.map(({ code, threshold }) => el('option', { value: code, text: `${code} (${threshold.toFixed(2)})` })),
  );
  const notice = el('div', { class: 'bulk-notice-place' });
  const element = el(
    'section',
    { class: 'card bulk-card', 'aria-labelledby': 'bulk-title' },
    el('h2', { id: 'bulk-title', text: 'Bulk testing (ZIP)' }),
    rules(),
    drop,
    state,
    el('div', { class: 'bulk-point' }, el('label', { class: 'field' }, el('span', { text: 'Operating point' }), point), pointHint),
    notice,
  );
  describePoint();
  acceptDrops(element, drop, take);

  function onPoint() {
    describePoint();
    onChange();
  }

  function describePoint() {
    const { threshold, impostors } = OPERATING_POINTS.find(({ code }) => code === point.value);
    pointHint.textContent = `A pair is a match from ${threshold.toFixed(2)} on; ${impostors} pairs of different persons gets that far.`;
  }

  async function take(file) {
    if (!file || locked) {
      return;
    }
    reading?.abort();
    reading = new AbortController();
    const { signal } = reading;
    chosen = file;
    inspection = null;
    notice.replaceChildren();
    const note = el('p', { class: 'muted', text: 'Reading the list of files …' });
    state.replaceChildren(named(file), note);
    onChange();
    try {
      const found = await inspectArchive(file, {
        signal,
        onProgress: (read, members) => (note.textContent = `Reading the list of files … ${percent(read, members)} %`),
      });
      signal.throwIfAborted();
      inspection = found;
      state.replaceChildren(named(file), ...described(found));
      announce(spoken(found));
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      chosen = null;
      const words = `${file.name} can’t be read. Was it moved, changed or removed? Choose it again.`;
      state.replaceChildren(el('p', { class: 'error', text: words }));
      announce(words);
    }
    onChange();
  }

  return {
    element,
    /** Where the upload and its errors are shown. */
    notice,
    file: () => chosen,
    operatingPoint: () => point.value,
    isUsable: () => inspection !== null && inspection.problems.length === 0,
    /** While an archive is sent no other is chosen. */
    lock(locks) {
      locked = locks;
      chooser.disabled = locks;
      point.disabled = locks;
    },
  };
}

function rules() {
  return el(
    'div',
    { class: 'bulk-rules' },
    el(
      'p',
      {},
      'Two images are a pair when their names are ',
      el('code', { text: '<stem>_image1.<ext>' }),
      ' and ',
      el('code', { text: '<stem>_image2.<ext>' }),
      ', for example ',
      el('code', { text: 'customer01_image1.jpg' }),
      ' and ',
      el('code', { text: 'customer01_image2.png' }),
      '. Folders and extensions may differ.',
    ),
    el('p', {
      class: 'muted',
      text: 'JPEG, PNG, BMP or TIFF, up to 7 MiB each; up to 100,000 pairs and 2 GiB in one ZIP, without a password.',
    }),
    el(
      'p',
      { class: 'bulk-promise' },
      icon('match'),
      el(
        'span',
        {},
        el('b', { text: 'Only the upload needs this tab. ' }),
        'Once the archive is accepted the server does the rest: close or reload the tab, and open this page again, here or elsewhere, to see the run go on.',
      ),
    ),
  );
}

function acceptDrops(element, zone, take) {
  const holdsFile = (e) => e.dataTransfer?.types.includes('Files');
  element.addEventListener('dragover', (e) => {
    if (holdsFile(e)) {
      e.preventDefault();
      zone.classList.add('over');
    }
  });
  element.addEventListener('dragleave', (e) => {
    if (!element.contains(e.relatedTarget)) {
      zone.classList.remove('over');
    }
  });
  element.addEventListener('drop', (e) => {
    if (holdsFile(e)) {
      e.preventDefault();
      zone.classList.remove('over');
      take(e.dataTransfer.files[0]);
    }
  });
}

function named(file) {
  return el(
    'p',
    { class: 'bulk-file' },
    el('b', { text: file.name }),
    el('span', { class: 'muted', text: ` ${size(file.size)}` }),
  );
}

function described({ pairs, ignored, problems, warnings }) {
  if (problems.length > 0) {
    return [
      el('p', { class: 'bulk-verdict bad' }, icon('non-match'), 'This archive can’t be run'),
      el('ul', { class: 'bulk-findings' }, ...problems.map((finding) => listed(finding, 'bad'))),
    ];
  }
  return [
    el('p', { class: 'bulk-verdict good' }, icon('match'), el('span', { id: 'bulk-loaded', text: loaded(pairs) })),
    warnings.length > 0 && el('ul', { class: 'bulk-findings' }, ...warnings.map((finding) => listed(finding, 'odd'))),
    ignored > 0 && el('p', { class: 'hint', text: `${counted(ignored, 'other entry', 'other entries')} in the archive: folders or files that are no image of a pair. They are ignored.` }),
  ].filter(Boolean);
}

function loaded(pairs) {
  return `${count(pairs)} ${pairs === 1 ? 'pair' : 'pairs'} loaded`;
}

function listed({ code, names, count: all }, kind) {
  const { what, advice } = wordsOfFinding(code);
  const more = all - Math.min(names.length, MOST_NAMES);
  return el(
    'li',
    { class: kind, 'data-code': code },
    el('p', {}, el('b', { text: all > 1 ? `${what.replace(/\.$/, '')} (${count(all)}).` : what }), advice && ` ${advice}`),
    names.length > 0 &&
      el(
        'ul',
        { class: 'bulk-names' },
        ...names.slice(0, MOST_NAMES).map((name) => el('li', {}, el('code', { text: name }))),
        more > 0 && el('li', { class: 'muted', text: `and ${count(more)} more` }),
      ),
  );
}

function spoken({ pairs, problems, warnings }) {
  if (problems.length > 0) {
    const { what, advice } = wordsOfFinding(problems[0].code);
    return `This archive can’t be run. ${what} ${advice}`;
  }
  const unpaired = warnings.find((warning) => warning.code === 'UNPAIRED');
  return loaded(pairs) + (unpaired ? `; ${counted(unpaired.count, 'image')} without a partner left out` : '') + '. Press Run to start.';
}
