/**
 * Reads the directory of a ZIP file in the browser: its end record and the lines of its central directory, never the
 * members themselves. Works like the server's own reader, so that both come to the same verdict about an archive.
 */
import { UnusableArchive, bytesOf, findEndRecord, long } from './zip-end-record.js';

export { UnusableArchive };

const DIRECTORY_LINE = 0x02014b50;
const DIRECTORY_LINE_LENGTH = 46;
const ZIP64_EXTRA = 1;
const FLAG_UTF8 = 1 << 11;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** Longer names are refused anyway; one byte more shows that they are. */
const NAME_BYTES_READ = 1025;
/** Small enough that a chunk is parsed within a frame: between two chunks the page gets its turn. */
const CHUNK = 256 * 1024;

const CP437_UPPER_HALF =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LENIENT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * One line of the directory.
 * @typedef {{path: string, nameLength: number, flags: number, method: number, compressedSize: number, size: number,
 *   mode: number, headerAt: number}} Member
 */

/**
 * @param {Blob} blob the archive
 * @param {{maxMembers: number, maxDirectoryBytes: number}} limits
 * @param {(member: Member) => void} onMember is called in the order of the directory, and may throw
 * @param {{onProgress?: (read: number, members: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<{members: number, directoryStart: number, directoryEnd: number}>}
 */
export async function readDirectory(blob, limits, onMember, { onProgress, signal } = {}) {
  const end = await findEndRecord(blob);
  if (end.members > limits.maxMembers || end.directoryEnd - end.directoryStart > limits.maxDirectoryBytes) {
    throw new UnusableArchive('TOO_MANY_MEMBERS');
  }
  const window = new ReadingWindow(blob, end.directoryEnd);
  let at = end.directoryStart;
  for (let read = 0; read < end.members; read++) {
    if (at > end.directoryEnd - DIRECTORY_LINE_LENGTH) {
      throw new UnusableArchive('DAMAGED_DIRECTORY');
    }
    if (!window.holds(at, DIRECTORY_LINE_LENGTH)) {
      await window.move(at);
      signal?.throwIfAborted();
      onProgress?.(read, end.members);
    }
    let line = window.view(at);
    if (line.getUint32(0, true) !== DIRECTORY_LINE) {
      throw new UnusableArchive('DAMAGED_DIRECTORY');
    }
    const length =
      DIRECTORY_LINE_LENGTH + line.getUint16(28, true) + line.getUint16(30, true) + line.getUint16(32, true);
    if (at + length > end.directoryEnd) {
      throw new UnusableArchive('DAMAGED_DIRECTORY');
    }
    if (!window.holds(at, length)) {
      await window.move(at);
      line = window.view(at);
    }
    onMember(memberOf(line));
    at += length;
  }
  if (at !== end.directoryEnd) {
    throw new UnusableArchive('DAMAGED_DIRECTORY');
  }
  return end;
}

/** A piece of the file that moves forward through it. */
class ReadingWindow {
  #blob;
  #end;
  #start = 0;
  #bytes = new ArrayBuffer(0);

  constructor(blob, end) {
    this.#blob = blob;
    this.#end = end;
  }

  holds(at, length) {
    return at >= this.#start && at + length <= this.#start + this.#bytes.byteLength;
  }

  /** A line is shorter than a chunk whatever its fields say, so the line at `at` is held afterwards. */
  async move(at) {
    const end = Math.min(at + CHUNK, this.#end);
    this.#bytes = await bytesOf(this.#blob, at, end - at);
    this.#start = at;
  }

  view(at) {
    return new DataView(this.#bytes, at - this.#start);
  }
}

function memberOf(line) {
  const flags = line.getUint16(8, true);
  const nameLength = Math.min(line.getUint16(28, true), NAME_BYTES_READ);
  const name = new Uint8Array(line.buffer, line.byteOffset + DIRECTORY_LINE_LENGTH, nameLength);
  let compressedSize = line.getUint32(20, true);
  let size = line.getUint32(24, true);
  let disk = line.getUint16(34, true);
  let headerAt = line.getUint32(42, true);
  if (size === FULL_32 || compressedSize === FULL_32 || headerAt === FULL_32 || disk === FULL_16) {
    const extra = zip64Extra(line);
    size = size === FULL_32 ? extra.long() : size;
    compressedSize = compressedSize === FULL_32 ? extra.long() : compressedSize;
    headerAt = headerAt === FULL_32 ? extra.long() : headerAt;
    disk = disk === FULL_16 ? extra.int() : disk;
  }
  if (disk !== 0) {
    throw new UnusableArchive('MULTI_DISK');
  }
  return {
    path: decodeName(name, (flags & FLAG_UTF8) !== 0),
    nameLength,
    flags,
    method: line.getUint16(10, true),
    compressedSize,
    size,
    mode: line.getUint16(40, true),
    headerAt,
  };
}

/** UTF-8 where it is valid, also when not declared (macOS); else CP437, which any bytes are. */
function decodeName(name, declaredUtf8) {
  try {
    return STRICT_UTF8.decode(name);
  } catch {
    // Declared but invalid UTF-8 shows as replacement characters, which no rule accepts.
    return declaredUtf8 ? LENIENT_UTF8.decode(name) : decodeCp437(name);
  }
}

function decodeCp437(name) {
  let text = '';
  for (const byte of name) {
    text += byte < 128 ? String.fromCharCode(byte) : CP437_UPPER_HALF[byte - 128];
  }
  return text;
}

/** Reads the fields that were too large for the line, one after the other. */
function zip64Extra(line) {
  let at = DIRECTORY_LINE_LENGTH + line.getUint16(28, true);
  const end = at + line.getUint16(30, true);
  while (end - at >= 4) {
    const id = line.getUint16(at, true);
    const length = line.getUint16(at + 2, true);
    at += 4;
    if (length > end - at) {
      break;
    }
    if (id === ZIP64_EXTRA) {
      return fields(line, at, at + length);
    }
    at += length;
  }
  throw new UnusableArchive('DAMAGED_DIRECTORY');
}

function fields(line, start, end) {
  let at = start;
  const take = (length) => {
    if (at + length > end) {
      throw new UnusableArchive('DAMAGED_DIRECTORY');
    }
    at += length;
    return at - length;
  };
  return { long: () => long(line, take(8)), int: () => line.getInt32(take(4), true) };
}
