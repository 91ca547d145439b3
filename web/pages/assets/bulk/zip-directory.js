/**
 * Reads which files a ZIP lists: the end record, and from there the names and sizes in the central directory. It reads
 * what is needed to count pairs and judges nothing: whether an archive is sound is for the server to say.
 */

const END_RECORD = 0x06054b50;
const END_RECORD_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_LENGTH = 20;
const ZIP64_RECORD = 0x06064b50;
const ZIP64_RECORD_LENGTH = 56;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const ZIP64_EXTRA = 1;
const UNICODE_PATH_EXTRA = 0x7075;
const FLAG_UTF8 = 1 << 11;
const FULL_32 = 0xffffffff;

/** Longer than any entry, and parsed within a frame: between two chunks the page can scroll and answer. */
const CHUNK = 256 * 1024;

const CP437_UPPER_HALF =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LENIENT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The file does not end like a ZIP. */
export class NoZip extends Error {}

/** It ends like a ZIP, but its list of files can't be followed. */
export class UnreadableDirectory extends Error {}

/**
 * @param {Blob} blob the archive
 * @param {(member: import('./pairing.js').Member) => void} onMember called in the order of the directory
 * @param {{onProgress?: (read: number, whole: number) => void, signal?: AbortSignal}} [options]
 * @throws {NoZip|UnreadableDirectory}
 */
export async function readDirectory(blob, onMember, { onProgress, signal } = {}) {
  const { start, end } = await findDirectory(blob);
  let at = start;
  while (at < end) {
    const chunk = await view(blob, at, Math.min(CHUNK, end - at));
    signal?.throwIfAborted();
    let used = 0;
    for (let length = entryLength(chunk, 0); length > 0; length = entryLength(chunk, used)) {
      onMember(memberAt(chunk, used));
      used += length;
    }
    if (used === 0) {
      throw new UnreadableDirectory();
    }
    at += used;
    onProgress?.(at - start, end - start);
  }
}

async function findDirectory(blob) {
  const tailLength = Math.min(blob.size, END_RECORD_LENGTH + LONGEST_COMMENT);
  const tail = await view(blob, blob.size - tailLength, tailLength);
  let at = tailLength - END_RECORD_LENGTH;
  while (at >= 0 && !isEndRecord(tail, at)) {
    at--;
  }
  if (at < 0) {
    throw new NoZip();
  }
  const zip64 = await zip64Record(blob, blob.size - tailLength + at);
  const length = zip64 ? long(zip64, 40) : tail.getUint32(at + 12, true);
  const start = zip64 ? long(zip64, 48) : tail.getUint32(at + 16, true);
  if (start < 0 || length < 0 || start + length > blob.size) {
    throw new UnreadableDirectory();
  }
  return { start, end: start + length };
}

/** Its comment reaches exactly to the end of the file. */
function isEndRecord(tail, at) {
  return tail.getUint32(at, true) === END_RECORD && at + END_RECORD_LENGTH + tail.getUint16(at + 20, true) === tail.byteLength;
}

/** @returns {Promise<DataView|null>} null for an archive without one */
async function zip64Record(blob, endRecordAt) {
  const locatorAt = endRecordAt - ZIP64_LOCATOR_LENGTH;
  if (locatorAt < 0) {
    return null;
  }
  const locator = await view(blob, locatorAt, ZIP64_LOCATOR_LENGTH);
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR) {
    return null;
  }
  const record = await view(blob, long(locator, 8), ZIP64_RECORD_LENGTH);
  if (record.getUint32(0, true) !== ZIP64_RECORD) {
    throw new UnreadableDirectory();
  }
  return record;
}

/** Exactly so many bytes. */
async function view(blob, at, length) {
  const bytes = at < 0 ? new ArrayBuffer(0) : await blob.slice(at, at + length).arrayBuffer();
  if (bytes.byteLength < length) {
    throw new UnreadableDirectory();
  }
  return new DataView(bytes);
}

/** 0 when the chunk ends before the entry does. */
function entryLength(chunk, at) {
  if (chunk.byteLength - at < ENTRY_LENGTH) {
    return 0;
  }
  if (chunk.getUint32(at, true) !== ENTRY) {
    throw new UnreadableDirectory();
  }
  const length = ENTRY_LENGTH + chunk.getUint16(at + 28, true) + chunk.getUint16(at + 30, true) + chunk.getUint16(at + 32, true);
  return at + length > chunk.byteLength ? 0 : length;
}

function memberAt(chunk, at) {
  const nameLength = chunk.getUint16(at + 28, true);
  const name = new Uint8Array(chunk.buffer, at + ENTRY_LENGTH, nameLength);
  const size = chunk.getUint32(at + 24, true);
  const extra = new DataView(chunk.buffer, at + ENTRY_LENGTH + nameLength, chunk.getUint16(at + 30, true));
  return {
    ...decodeName(unicodeName(extra, name), (chunk.getUint16(at + 8, true) & FLAG_UTF8) !== 0),
    size: size === FULL_32 ? zip64Size(extra) : size,
  };
}

/** UTF-8 where it is valid, also when not declared (macOS); else CP437, as the format says. */
function decodeName(name, declaredUtf8) {
  try {
    return { path: STRICT_UTF8.decode(name), isGuessed: false };
  } catch {
    return { path: declaredUtf8 ? LENIENT_UTF8.decode(name) : decodeCp437(name), isGuessed: true };
  }
}

/** The name in UTF-8 that WinRAR and others put beside that of the entry, when it is for that name; else the name. */
function unicodeName(extra, name) {
  const field = fieldOf(extra, UNICODE_PATH_EXTRA);
  const isForName = field && field.byteLength > 5 && field.getUint8(0) === 1 && field.getUint32(1, true) === crc32(name);
  return isForName ? new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5) : name;
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}

function decodeCp437(name) {
  let text = '';
  for (const byte of name) {
    text += byte < 128 ? String.fromCharCode(byte) : CP437_UPPER_HALF[byte - 128];
  }
  return text;
}

/** The size is the first value of the field that holds what is too large for the entry. */
function zip64Size(extra) {
  const field = fieldOf(extra, ZIP64_EXTRA);
  return field && field.byteLength >= 8 ? long(field, 0) : FULL_32;
}

/** @returns {DataView|null} what such a field of the entry holds */
function fieldOf(extra, wanted) {
  let at = 0;
  while (at + 4 <= extra.byteLength) {
    const length = extra.getUint16(at + 2, true);
    if (at + 4 + length > extra.byteLength) {
      return null;
    }
    if (extra.getUint16(at, true) === wanted) {
      return new DataView(extra.buffer, extra.byteOffset + at + 4, length);
    }
    at += 4 + length;
  }
  return null;
}

/** Values beyond 2^53 lose digits here; no file is that long. */
function long(data, at) {
  return Number(data.getBigInt64(at, true));
}
