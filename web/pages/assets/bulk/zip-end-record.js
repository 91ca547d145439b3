/**
 * Finds where a ZIP's directory lies. The directory ends exactly where the end records begin, so nothing hides between
 * them, and no other reader can find another directory.
 */

const END_RECORD = 0x06054b50;
const END_RECORD_LENGTH = 22;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_LENGTH = 20;
const ZIP64_RECORD = 0x06064b50;
const ZIP64_RECORD_LENGTH = 56;
const LOCAL_HEADER = 0x04034b50;
const VOLUME_MARK = 0x08074b50;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** The archive as a whole can't be used; `code` is one of the server's. */
export class UnusableArchive extends Error {
  constructor(code) {
    super(code);
    this.name = 'UnusableArchive';
    this.code = code;
  }
}

/** Exactly so many bytes. */
export async function bytesOf(blob, at, length) {
  const read = await blob.slice(at, at + length).arrayBuffer();
  if (read.byteLength < length) {
    throw new UnusableArchive('TRUNCATED');
  }
  return read;
}

async function view(blob, at, length) {
  return new DataView(await bytesOf(blob, at, length));
}

/** Sizes beyond 2^53 lose digits here, and are refused whatever these were. */
export function long(data, at) {
  return Number(data.getBigInt64(at, true));
}

/** @returns {Promise<{members: number, directoryStart: number, directoryEnd: number}>} */
export async function findEndRecord(blob) {
  const at = await locateEndRecord(blob);
  const record = await view(blob, at, END_RECORD_LENGTH);
  const disk = record.getUint16(4, true);
  const directoryDisk = record.getUint16(6, true);
  const membersHere = record.getUint16(8, true);
  const members = record.getUint16(10, true);
  const directorySize = record.getUint32(12, true);
  const directoryStart = record.getUint32(16, true);
  if ((disk !== 0 && disk !== FULL_16) || (directoryDisk !== 0 && directoryDisk !== FULL_16)) {
    throw new UnusableArchive('MULTI_DISK');
  }
  if (await hasZip64Locator(blob, at)) {
    const zip64 = await readZip64(blob, at - ZIP64_LOCATOR_LENGTH);
    // The short record repeats what the long one says, or is saturated; else two readers see two archives.
    const agrees =
      (members === FULL_16 || members === zip64.members) &&
      (directorySize === FULL_32 || directorySize === zip64.directoryEnd - zip64.directoryStart) &&
      (directoryStart === FULL_32 || directoryStart === zip64.directoryStart);
    if (!agrees) {
      throw new UnusableArchive('DAMAGED_DIRECTORY');
    }
    return zip64;
  }
  if (disk !== 0 || directoryDisk !== 0 || membersHere !== members) {
    throw new UnusableArchive('MULTI_DISK');
  }
  return endRecord(members, directoryStart, directorySize, at);
}

async function locateEndRecord(blob) {
  const length = Math.min(blob.size, END_RECORD_LENGTH + FULL_16);
  const tail = await view(blob, blob.size - length, length);
  let found = -1;
  let last = -1;
  for (let at = length - END_RECORD_LENGTH; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END_RECORD) {
      continue;
    }
    last = Math.max(last, at);
    if (at + END_RECORD_LENGTH + tail.getUint16(at + 20, true) === length) {
      if (found >= 0) {
        throw new UnusableArchive('SEVERAL_END_RECORDS');
      }
      found = at;
    }
  }
  if (last < 0) {
    throw new UnusableArchive((await startsLikeZip(blob)) ? 'TRUNCATED' : 'NOT_A_ZIP');
  }
  if (found < 0) {
    const cutOff = last + END_RECORD_LENGTH + tail.getUint16(last + 20, true) > length;
    throw new UnusableArchive(cutOff ? 'TRUNCATED' : 'GARBAGE_AFTER');
  }
  if (last > found) {
    // A second record inside the comment: readers that search backwards would take that one.
    throw new UnusableArchive('SEVERAL_END_RECORDS');
  }
  return blob.size - length + found;
}

async function startsLikeZip(blob) {
  if (blob.size < 4) {
    return false;
  }
  const signature = (await view(blob, 0, 4)).getUint32(0, true);
  return signature === LOCAL_HEADER || signature === END_RECORD || signature === VOLUME_MARK;
}

async function hasZip64Locator(blob, endRecordAt) {
  const at = endRecordAt - ZIP64_LOCATOR_LENGTH;
  return at >= 0 && (await view(blob, at, 4)).getUint32(0, true) === ZIP64_LOCATOR;
}

async function readZip64(blob, locatorAt) {
  const locator = await view(blob, locatorAt, ZIP64_LOCATOR_LENGTH);
  const recordAt = long(locator, 8);
  // Some writers count volumes from zero here.
  if (locator.getInt32(4, true) !== 0 || locator.getInt32(16, true) < 0 || locator.getInt32(16, true) > 1) {
    throw new UnusableArchive('MULTI_DISK');
  }
  if (recordAt < 0 || recordAt > locatorAt - ZIP64_RECORD_LENGTH) {
    throw new UnusableArchive('DAMAGED_DIRECTORY');
  }
  const record = await view(blob, recordAt, ZIP64_RECORD_LENGTH);
  if (record.getUint32(0, true) !== ZIP64_RECORD || long(record, 4) !== locatorAt - recordAt - 12) {
    throw new UnusableArchive('DAMAGED_DIRECTORY');
  }
  if (record.getInt32(16, true) !== 0 || record.getInt32(20, true) !== 0 || long(record, 24) !== long(record, 32)) {
    throw new UnusableArchive('MULTI_DISK');
  }
  return endRecord(long(record, 32), long(record, 48), long(record, 40), recordAt);
}

function endRecord(members, start, length, end) {
  if (members < 0 || start < 0 || length < 0 || length > end || start > end - length) {
    throw new UnusableArchive('DAMAGED_DIRECTORY');
  }
  if (start < end - length) {
    throw new UnusableArchive('GARBAGE_BEFORE');
  }
  return { members, directoryStart: start, directoryEnd: end };
}
