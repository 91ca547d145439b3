package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the one end record says that the directory lies. The directory ends exactly where the end records begin, so
 * nothing hides between them, and no other reader can find another directory.
 *
 * @param members how many, modulo 65,536 unless {@code isZip64}: the Finder of macOS writes no zip64 record, and cuts the
 *     count to 16 bits and offsets to 32
 */
record EndRecord(long members, boolean isZip64, long directoryStart, long directoryEnd) {

    static final int LENGTH = 22;

    private static final int SIGNATURE = 0x06054b50;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int ZIP64_LOCATOR_LENGTH = 20;
    private static final int ZIP64_RECORD = 0x06064b50;
    private static final int ZIP64_RECORD_LENGTH = 56;
    private static final int VOLUME_MARK = 0x08074b50;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int FULL_16 = 0xFFFF;
    private static final long FULL_32 = 0xFFFFFFFFL;

    long directoryBytes() {
        return directoryEnd - directoryStart;
    }

    static EndRecord find(ArchiveBytes bytes) throws IOException {
        long at = locate(bytes);
        ByteBuffer record = bytes.read(at, LENGTH);
        int disk = record.getShort(4) & FULL_16;
        int directoryDisk = record.getShort(6) & FULL_16;
        int membersHere = record.getShort(8) & FULL_16;
        int members = record.getShort(10) & FULL_16;
        long directorySize = record.getInt(12) & FULL_32;
        long directoryStart = record.getInt(16) & FULL_32;
        if ((disk != 0 && disk != FULL_16) || (directoryDisk != 0 && directoryDisk != FULL_16)) {
            throw new RejectedArchive(Code.MULTI_DISK);
        }
        if (hasZip64Locator(bytes, at)) {
            EndRecord zip64 = readZip64(bytes, at - ZIP64_LOCATOR_LENGTH);
            zip64.checkAgainst(members, directorySize, directoryStart);
            return zip64;
        }
        if (disk != 0 || directoryDisk != 0 || membersHere != members) {
            throw new RejectedArchive(Code.MULTI_DISK);
        }
        return of(members, false, uncut(directoryStart, at - directorySize), directorySize, at);
    }

    /** An offset that was cut to 32 bits, where {@code expected} says the others. */
    private static long uncut(long offset, long expected) {
        return offset == (expected & FULL_32) ? expected : offset;
    }

    private static long locate(ArchiveBytes bytes) throws IOException {
        int tailLength = (int) Math.min(bytes.size(), LENGTH + MAX_COMMENT);
        ByteBuffer tail = bytes.read(bytes.size() - tailLength, tailLength);
        int found = -1;
        int last = -1;
        for (int at = tailLength - LENGTH; at >= 0; at--) {
            if (tail.getInt(at) != SIGNATURE) {
                continue;
            }
            last = Math.max(last, at);
            if (at + LENGTH + (tail.getShort(at + 20) & FULL_16) == tailLength) {
                if (found >= 0) {
                    throw new RejectedArchive(Code.SEVERAL_END_RECORDS);
                }
                found = at;
            }
        }
        if (last < 0) {
            throw new RejectedArchive(startsLikeZip(bytes) ? Code.TRUNCATED : Code.NOT_A_ZIP);
        }
        if (found < 0) {
            boolean cutOff = last + LENGTH + (tail.getShort(last + 20) & FULL_16) > tailLength;
            throw new RejectedArchive(cutOff ? Code.TRUNCATED : Code.GARBAGE_AFTER);
        }
        if (last > found) {
            // A second record inside the comment: readers that search backwards would take that one.
            throw new RejectedArchive(Code.SEVERAL_END_RECORDS);
        }
        return bytes.size() - tailLength + found;
    }

    private static boolean startsLikeZip(ArchiveBytes bytes) throws IOException {
        if (bytes.size() < 4) {
            return false;
        }
        int signature = bytes.read(0, 4).getInt(0);
        return signature == Layout.LOCAL_HEADER || signature == SIGNATURE || signature == VOLUME_MARK;
    }

    private static boolean hasZip64Locator(ArchiveBytes bytes, long endRecord) throws IOException {
        return endRecord >= ZIP64_LOCATOR_LENGTH
                && bytes.read(endRecord - ZIP64_LOCATOR_LENGTH, 4).getInt(0) == ZIP64_LOCATOR;
    }

    private static EndRecord readZip64(ArchiveBytes bytes, long locatorAt) throws IOException {
        ByteBuffer locator = bytes.read(locatorAt, ZIP64_LOCATOR_LENGTH);
        long recordAt = locator.getLong(8);
        // Some writers count volumes from zero here.
        if (locator.getInt(4) != 0 || locator.getInt(16) < 0 || locator.getInt(16) > 1) {
            throw new RejectedArchive(Code.MULTI_DISK);
        }
        if (recordAt < 0 || recordAt > locatorAt - ZIP64_RECORD_LENGTH) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        ByteBuffer record = bytes.read(recordAt, ZIP64_RECORD_LENGTH);
        if (record.getInt(0) != ZIP64_RECORD || record.getLong(4) != locatorAt - recordAt - 12) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        if (record.getInt(16) != 0 || record.getInt(20) != 0 || record.getLong(24) != record.getLong(32)) {
            throw new RejectedArchive(Code.MULTI_DISK);
        }
        return of(record.getLong(32), true, record.getLong(48), record.getLong(40), recordAt);
    }

    /** Whether a directory of so many members is the one that this record tells of. */
    boolean agreesWith(long counted) {
        return isZip64 ? counted == members : (counted & FULL_16) == members;
    }

    private static EndRecord of(long members, boolean isZip64, long start, long length, long end) {
        if (members < 0 || start < 0 || length < 0 || length > end || start > end - length) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        if (start < end - length) {
            throw new RejectedArchive(Code.GARBAGE_BEFORE);
        }
        return new EndRecord(members, isZip64, start, end);
    }

    /** The short record must repeat what the long one says, or be saturated; else two readers see two archives. */
    private void checkAgainst(int shortMembers, long shortSize, long shortStart) {
        boolean agrees = (shortMembers == FULL_16 || shortMembers == members)
                && (shortSize == FULL_32 || shortSize == directoryBytes())
                && (shortStart == FULL_32 || shortStart == directoryStart);
        if (!agrees) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
    }
}
