/** The card where the user chooses an archive and sees what is in it. */
import { el, icon } from '../dom.js';
import { counted, exactSize, percent, size } from '../format.js';
import { READ } from '../limits.js';
import { OPERATING_POINTS } from '../operating-points.js';
import { judge, readArchive } from './archive.js';
import { listOfNames } from './names.js';
import { wordsOfFinding } from './words.js';

/** Those that most machines write which do not write Unicode; by their names the server knows more. */
const CODE_PAGES = [
  ['cp850', 'Western Europe, DOS'],
  ['windows-1252', 'Western Europe, Windows'],
  ['cp437', 'USA, DOS'],
  ['cp852', 'Central Europe, DOS'],
  ['windows-1250', 'Central Europe, Windows'],
  ['cp866', 'Cyrillic, DOS'],
  ['windows-1251', 'Cyrillic, Windows'],
  ['cp857', 'Turkish, DOS'],
  ['cp737', 'Greek, DOS'],
  ['cp862', 'Hebrew, DOS'],
  ['windows-1256', 'Arabic, Windows'],
  ['cp874', 'Thai'],
  ['cp932', 'Japanese'],
  ['gbk', 'Chinese, simplified'],
  ['big5', 'Chinese, traditional'],
  ['cp949', 'Korean'],
];

const DEMO = 'demo.zip';

/**
 * @param {object} options
 * @param {ReturnType<import('../limits.js').createLimits>} options.limits
 * @param {() => void} options.onChange called when another archive or operating point is chosen
 * @param {() => void} options.onState called when the archive may have become usable, or no longer is
 * @param {(text: string) => void} options.announce
 */
export function createChoice({ limits, onChange, onState, announce }) {
  let chosen = null;
  /** @type {import('./archive.js').Contents|null} null while it is read */
  let contents = null;
  let reading = null;
  /** @type {'name'|'path'} */
  let stems = 'name';
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
      input.value = ''; // so that the same file can be chosen again after it was corrected
    },
  });
  const chooser = el('button', { type: 'button', class: 'button', id: 'bulk-choose', onclick: () => input.click() }, 'Choose ZIP');
  const demo = el('button', { type: 'button', class: 'button small', id: 'try-demo', text: `Try ${DEMO}`, onclick: tryDemo });
  const drop = el(
    'div',
    { class: 'bulk-drop' },
    icon('file'),
    el('div', { class: 'bulk-drop-words' }, chooser, el('span', { class: 'muted', text: 'or drop a .zip file here' })),
    demo,
    input,
  );
  const state = el('div', { class: 'bulk-choice', id: 'bulk-choice' });
  const pointHint = el('p', { class: 'hint', id: 'bulk-operating-point-hint' });
  const point = el(
    'select',
    { id: 'bulk-operating-point', 'aria-describedby': 'bulk-operating-point-hint', onchange: onPoint },
    ...OPERATING_POINTS.map(({ code, threshold }) => el('option', { value: code, text: `${code} (${threshold.toFixed(2)})` })),
  );
  const encoding = el(
    'select',
    { id: 'bulk-names', onchange: onChange },
    el('option', { value: '', text: 'guess' }),
    ...CODE_PAGES.map(([code, languages]) => el('option', { value: code, text: `${code} (${languages})` })),
  );
  const notice = el('div', { class: 'bulk-notice-place' });
  const { element: instructions, show: showInstructions } = createInstructions(limits);
  const element = el(
    'section',
    { class: 'card bulk-card', 'aria-labelledby': 'bulk-title' },
    el('h2', { id: 'bulk-title', text: 'Bulk testing (ZIP)' }),
    instructions,
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
    pointHint.textContent = `A pair is a match from ${threshold.toFixed(2)} on. 1 in ${impostors} pairs of different people reaches it.`;
  }

  async function tryDemo() {
    const answer = await fetch(`samples/${DEMO}`).catch(() => null);
    if (answer?.ok) {
      await take(new File([await answer.blob()], DEMO, { type: 'application/zip' }));
    } else {
      state.replaceChildren(el('p', { class: 'error', role: 'alert', text: `${DEMO} can’t be loaded now.` }));
    }
  }

  async function take(file) {
    if (!file || locked) {
      return;
    }
    chosen = file;
    stems = 'name';
    encoding.value = '';
    await read();
  }

  /** Once more, with the folders as parts of the stems. */
  async function takeFolders() {
    stems = 'path';
    await read();
    chooser.focus();
  }

  async function read() {
    const file = chosen;
    reading?.abort();
    reading = new AbortController();
    const { signal } = reading;
    contents = null;
    notice.replaceChildren();
    showInstructions(false);
    const note = el('p', { class: 'muted', text: 'Reading the list of files …' });
    state.replaceChildren(named(file), note);
    onChange();
    try {
      const found = await readArchive(file, {
        stems,
        signal,
        onProgress: (done, whole) => (note.textContent = `Reading the list of files … ${percent(done, whole)} %`),
      });
      signal.throwIfAborted();
      contents = found;
      showContents();
      announce(spoken(contents, judged()));
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      chosen = null;
      const words = `${file.name} can’t be read. Was it moved, changed or removed? Choose it again.`;
      state.replaceChildren(el('p', { class: 'error', text: words }));
      announce(words);
    }
    onState();
  }

  function judged() {
    return judge(contents, limits.current());
  }

  function showContents() {
    state.replaceChildren(named(chosen), ...described(contents, judged(), { stems, takeFolders }));
    if (contents.pairing.guessed > 0) {
      state.append(
        el('label', { class: 'field bulk-names-choice' }, el('span', { text: 'Letters of the names' }), encoding),
        el('p', { class: 'hint', text: 'Some names are not in Unicode. The server guesses their code page from the letters; choose it here if you know it.' }),
      );
    }
  }

  limits.addEventListener('change', () => {
    if (contents) {
      showContents();
      onState();
    }
  });

  return {
    element,
    /** Where the upload and its errors are shown. */
    notice,
    file: () => chosen,
    /** What goes into the address of the upload. */
    parameters: () => ({
      operating_point: point.value,
      ...(stems === 'path' && { stems }),
      ...(encoding.isConnected && encoding.value && { names: encoding.value }),
    }),
    /** Lets the user choose a file. */
    open: () => input.click(),
    focus: () => chooser.focus(),
    showInstructions,
    /** What keeps the archive from running, as a hint; null when it can run. */
    missing() {
      if (!chosen) {
        return 'Choose a ZIP first';
      }
      if (!contents) {
        return 'Reading the list of files …';
      }
      return judged().problems.length > 0 ? 'This archive can’t be run: see below' : null;
    },
    /** Forgets the archive and its names, unless it is being sent. */
    clear() {
      if (!locked && chosen) {
        reading?.abort();
        chosen = null;
        contents = null;
        state.replaceChildren();
        notice.replaceChildren();
        onChange();
      }
    },
    /** While an archive is sent no other is chosen. */
    lock(locks) {
      locked = locks;
      chooser.disabled = locks;
      demo.disabled = locks;
      point.disabled = locks;
      encoding.disabled = locks;
    },
  };
}

/** @returns {{element: Element, show: (open: boolean) => void}} */
function createInstructions(limits) {
  const limit = el('p', { class: 'muted' });
  const showLimit = () => {
    const known = limits.current();
    limit.textContent = known
      ? `${READ}, up to ${exactSize(known.max_image_bytes)} each and ${exactSize(known.max_pair_bytes)} a pair; up to ${counted(known.max_pairs, 'pair')} and ${exactSize(known.max_archive_bytes)} in one ZIP, without a password.`
      : `${READ}, in a ZIP without a password.`;
  };
  limits.addEventListener('change', showLimit);
  showLimit();
  const element = el(
    'details',
    { class: 'bulk-instructions', open: true },
    el('summary', { text: 'How to name the files, and what happens to them' }),
    el(
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
      limit,
      el(
        'p',
        { class: 'bulk-promise' },
        icon('match'),
        el(
          'span',
          {},
          el('b', { text: 'Only the upload needs this tab. ' }),
          'After that the server does the rest. You may close or reload the tab; when you open this page again, here or elsewhere, it shows the run.',
        ),
      ),
    ),
  );
  return { element, show: (open) => (element.open = open) };
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

function described({ state, pairing }, { problems, warnings }, { stems, takeFolders }) {
  const found = [...problems.map((finding) => listed(finding, 'bad', remedy(finding, stems, takeFolders))), ...warnings.map((finding) => listed(finding, 'odd'))];
  const others = pairing.ignored;
  return [
    problems.length > 0 && el('p', { class: 'bulk-verdict bad' }, icon('non-match'), 'This archive can’t be run'),
    problems.length === 0 && state === 'listed' && el('p', { class: 'bulk-verdict good' }, icon('match'), el('span', { id: 'bulk-loaded', text: loaded(pairing) })),
    found.length > 0 && el('ul', { class: 'bulk-findings' }, ...found),
    stems === 'path' && el('p', { class: 'hint', id: 'bulk-stems', text: 'Folders are part of the stems.' }),
    state === 'listed' && others > 0 && el('p', { class: 'hint', text: `${counted(others, 'other entry is', 'other entries are')} ignored: folders, or files that are not an image of a pair.` }),
  ].filter(Boolean);
}

function loaded({ pairs }) {
  return `${counted(pairs.length, 'pair')} loaded`;
}

/** The same name in several folders: then the folder may tell people apart. */
function remedy({ code }, stems, takeFolders) {
  return code === 'DUPLICATE_STEM' && stems === 'name'
    ? el('button', { type: 'button', class: 'button small', id: 'bulk-take-folders', onclick: takeFolders }, 'Take the folders into the stems')
    : null;
}

function listed(finding, kind, more) {
  const { what, advice } = wordsOfFinding(finding);
  return el('li', { class: kind, 'data-code': finding.code }, el('p', {}, el('b', { text: what }), ` ${advice}`), listOfNames(finding.names), more);
}

function spoken({ state, pairing }, { problems, warnings }) {
  if (problems.length > 0) {
    const { what, advice } = wordsOfFinding(problems[0]);
    return `This archive can’t be run. ${what} ${advice}`;
  }
  const said = warnings.map((warning) => wordsOfFinding(warning).what);
  return state === 'listed' ? [`${loaded(pairing)}.`, ...said, 'Press Run to start.'].join(' ') : said.join(' ');
}
