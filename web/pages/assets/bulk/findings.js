/** What is wrong with an archive, gathered so that everything is told at once. */

/** Codes that refuse an archive, in the order in which the server lets them win. */
const ORDER = [
  'TOO_LARGE',
  'NOT_A_ZIP',
  'TRUNCATED',
  'GARBAGE_AFTER',
  'SEVERAL_END_RECORDS',
  'MULTI_DISK',
  'GARBAGE_BEFORE',
  'EMPTY_ARCHIVE',
  'TOO_MANY_MEMBERS',
  'DAMAGED_DIRECTORY',
  'ENCRYPTED_MEMBER',
  'UNSUPPORTED_METHOD',
  'EXPANDS_TOO_FAR',
  'UNSAFE_NAME',
  'SYMLINK',
  'OVERLAPPING_MEMBERS',
  'NAME_MISMATCH',
  'EMPTY_STEM',
  'DUPLICATE_STEM',
  'TOO_MANY_PAIRS',
  'NO_PAIRS',
];

const MOST_NAMES = 100;
const MOST_CHARACTERS = 200;
const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** @typedef {{code: string, names: string[], count: number}} Finding */

export class Findings {
  #byCode = new Map();

  /** @param {string} [name] a member or stem as the user wrote it */
  add(code, name) {
    let finding = this.#byCode.get(code);
    if (!finding) {
      finding = { code, names: [], count: 0 };
      this.#byCode.set(code, finding);
    }
    finding.count++;
    if (name !== undefined && finding.names.length < MOST_NAMES) {
      finding.names.push(printable(name));
    }
  }

  get isEmpty() {
    return this.#byCode.size === 0;
  }

  /** @returns {Finding[]} the one the server would name comes first */
  list() {
    return [...this.#byCode.values()].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code));
  }
}

/** Without control and direction characters, lone surrogates and what could not be decoded. */
export function isPlain(text) {
  return !NOT_PLAIN.test(text);
}

function printable(name) {
  const characters = Array.from(name);
  const shown = characters.slice(0, MOST_CHARACTERS).map((c) => (isPlain(c) ? c : '\ufffd'));
  return shown.join('') + (characters.length > MOST_CHARACTERS ? '…' : '');
}
