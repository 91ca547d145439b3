/** What the directory may say about one member, and about all of them together: the server's rules. */
import { isPlain } from './findings.js';
import { Turns } from './turns.js';
import { UnusableArchive } from './zip-directory.js';

const STORED = 0;
const DEFLATED = 8;
const AES = 99;
const FLAGS_ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const FLAG_PATCH = 1 << 5;

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

const MOST_NAME_BYTES = 1024;
const MOST_COMPONENT_BYTES = 255;
const MOST_DEPTH = 16;
const MOST_RATIO = 100;
const RATIO_FREE_BYTES = 64 * 1024;

const LOCAL_HEADER_LENGTH = 30;
const VOLUME_MARK_LENGTH = 4;
const UTF8 = new TextEncoder();

export class MemberRules {
  #maxUnpackedBytes;
  #findings;
  #unpackedBytes = 0;

  constructor(maxUnpackedBytes, findings) {
    this.#maxUnpackedBytes = maxUnpackedBytes;
    this.#findings = findings;
  }

  /** @param {import('./zip-directory.js').Member} member */
  check(member) {
    if (!isSafe(member)) {
      this.#findings.add('UNSAFE_NAME', member.path);
    }
    if ((member.flags & FLAGS_ENCRYPTED) !== 0 || member.method === AES) {
      this.#findings.add('ENCRYPTED_MEMBER', member.path);
    } else if ((member.method !== STORED && member.method !== DEFLATED) || (member.flags & FLAG_PATCH) !== 0) {
      this.#findings.add('UNSUPPORTED_METHOD', member.path);
    }
    const type = member.mode & FILE_TYPE;
    if (type !== 0 && type !== REGULAR_FILE && type !== FOLDER) {
      this.#findings.add('SYMLINK', member.path);
    }
    this.#checkSizes(member);
  }

  #checkSizes({ path, method, size, compressedSize }) {
    if (size < 0 || compressedSize < 0 || (method === STORED && size !== compressedSize)) {
      this.#findings.add('DAMAGED_DIRECTORY', path);
      return;
    }
    if (size > RATIO_FREE_BYTES && Math.floor(size / MOST_RATIO) >= Math.max(1, compressedSize)) {
      this.#findings.add('EXPANDS_TOO_FAR', path);
    }
    this.#unpackedBytes += size;
    if (this.#unpackedBytes > this.#maxUnpackedBytes) {
      throw new UnusableArchive('EXPANDS_TOO_FAR');
    }
  }
}

/**
 * Members must not share bytes. Looks at the directory only; that the headers between the members agree with it is
 * left to the server, for it costs a look at each member.
 */
export async function checkLayout(members, directoryStart, findings, signal) {
  const byOffset = inOrder(members);
  if (byOffset[0].headerAt !== 0) {
    throw new UnusableArchive(byOffset[0].headerAt === VOLUME_MARK_LENGTH ? 'MULTI_DISK' : 'GARBAGE_BEFORE');
  }
  const turns = new Turns();
  for (let i = 0; i < byOffset.length; i++) {
    if (turns.isOver) {
      await turns.next(signal);
    }
    const member = byOffset[i];
    const limit = i + 1 < byOffset.length ? byOffset[i + 1].headerAt : directoryStart;
    if (member.headerAt + LOCAL_HEADER_LENGTH + member.nameLength + member.compressedSize > limit) {
      findings.add('OVERLAPPING_MEMBERS', member.path);
    }
  }
}

/** Nearly all archives list their members in the order in which they lie, and need no sorting. */
function inOrder(members) {
  const isSorted = members.every((member, i) => i === 0 || members[i - 1].headerAt <= member.headerAt);
  return isSorted ? members : [...members].sort((a, b) => a.headerAt - b.headerAt);
}

function isSafe({ path, nameLength }) {
  return nameLength > 0 && nameLength <= MOST_NAME_BYTES && isPlain(path) && staysInside(path);
}

function staysInside(path) {
  // Packers on Windows may write backslashes, and Windows reads them as separators.
  const components = path.replaceAll('\\', '/').split('/');
  if (components[0] === '' || /^[A-Za-z]:/.test(components[0]) || components.length > MOST_DEPTH + 1) {
    return false;
  }
  return components.every((name) => name !== '..' && byteLength(name) <= MOST_COMPONENT_BYTES);
}

function byteLength(text) {
  // No character takes more than three bytes per UTF-16 unit: short names need no encoding.
  return text.length * 3 <= MOST_COMPONENT_BYTES ? text.length : UTF8.encode(text).length;
}
