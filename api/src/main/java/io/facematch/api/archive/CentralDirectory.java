package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the central directory, member by member, from its first byte to its last: a directory that holds more or less
 * than the end record says is damaged. What it reads is checked by others; there is no second parser.
 */
final class CentralDirectory {

    private static final int SIGNATURE = 0x02014b50;
    private static final int HEADER_LENGTH = 46;
    private static final int ZIP64_EXTRA = 0x0001;
    private static final int UNICODE_PATH_EXTRA = 0x7075;
    private static final int UNICODE_PATH_HEADER = 5;
    private static final int FULL_16 = 0xFFFF;
    private static final long FULL_32 = 0xFFFFFFFFL;
    private static final int FLAG_UTF8 = 1 << 11;

    private final ArchiveBytes bytes;
    private final long maxMembers;
    /** Of offsets that are cut to 32 bits, the bits that are missing; where they are, members come in their order. */
    private long missing;

    private long lastHeaderAt;

    CentralDirectory(ArchiveBytes bytes, long maxMembers) {
        this.bytes = bytes;
        this.maxMembers = maxMembers;
    }

    List<Member> read(EndRecord end) throws IOException {
        List<Member> members = new ArrayList<>((int) Math.min(end.members(), 1 << 16));
        long at = end.directoryStart();
        while (at < end.directoryEnd()) {
            if (members.size() == maxMembers) {
                throw new RejectedArchive(Code.TOO_MANY_MEMBERS, "limit " + maxMembers);
            }
            at = readMember(at, end, members);
        }
        if (!end.agreesWith(members.size())) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        return members;
    }

    private long readMember(long at, EndRecord whole, List<Member> members) throws IOException {
        long end = whole.directoryEnd();
        if (at > end - HEADER_LENGTH) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        ByteBuffer header = bytes.read(at, HEADER_LENGTH);
        if (header.getInt(0) != SIGNATURE) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        int origin = header.get(5) & 0xFF;
        int flags = header.getShort(8) & FULL_16;
        int method = header.getShort(10) & FULL_16;
        int crc = header.getInt(16);
        long compressedSize = header.getInt(20) & FULL_32;
        long size = header.getInt(24) & FULL_32;
        int nameLength = header.getShort(28) & FULL_16;
        int extraLength = header.getShort(30) & FULL_16;
        int commentLength = header.getShort(32) & FULL_16;
        long disk = header.getShort(34) & FULL_16;
        int attributes = header.getInt(38);
        long headerAt = header.getInt(42) & FULL_32;

        long nameAt = at + HEADER_LENGTH;
        long next = nameAt + nameLength + extraLength + commentLength;
        if (next > end) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        // One byte more than allowed shows that a name is too long; holding all of it would cost gigabytes.
        byte[] name = new byte[Math.min(nameLength, MemberName.MAX_BYTES + 1)];
        bytes.read(nameAt, name.length).get(name);
        byte @Nullable [] unicodeName = unicodeName(bytes.read(nameAt + nameLength, extraLength), name);
        if (size == FULL_32 || compressedSize == FULL_32 || headerAt == FULL_32 || disk == FULL_16) {
            ByteBuffer extra = zip64Extra(bytes.read(nameAt + nameLength, extraLength));
            size = size == FULL_32 ? nextLong(extra) : size;
            compressedSize = compressedSize == FULL_32 ? nextLong(extra) : compressedSize;
            headerAt = headerAt == FULL_32 ? nextLong(extra) : headerAt;
            disk = disk == FULL_16 ? nextInt(extra) : disk;
        }
        if (disk != 0) {
            throw new RejectedArchive(Code.MULTI_DISK);
        }
        if (!whole.isZip64() && whole.directoryStart() > FULL_32) {
            headerAt = uncut(headerAt);
        }
        members.add(new Member(
                MemberName.of(name, unicodeName, (flags & FLAG_UTF8) != 0),
                origin,
                flags,
                method,
                crc,
                compressedSize,
                size,
                attributes >>> 16,
                headerAt));
        return next;
    }

    /** Whether it was the right one, the look at the member's own header tells. */
    private long uncut(long headerAt) {
        if (headerAt <= FULL_32) {
            if ((missing | headerAt) < lastHeaderAt) {
                missing += FULL_32 + 1;
            }
            headerAt |= missing;
        }
        lastHeaderAt = headerAt;
        return headerAt;
    }

    private static ByteBuffer zip64Extra(ByteBuffer extra) {
        ByteBuffer field = field(extra, ZIP64_EXTRA);
        if (field == null) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        return field;
    }

    /** The name in UTF-8 that WinRAR and others put beside that of the header; null when it is not for that name. */
    private static byte @Nullable [] unicodeName(ByteBuffer extra, byte[] name) {
        ByteBuffer field = field(extra, UNICODE_PATH_EXTRA);
        if (field == null || field.remaining() <= UNICODE_PATH_HEADER || field.get() != 1) {
            return null;
        }
        CRC32 crc = new CRC32();
        crc.update(name);
        if (field.getInt() != (int) crc.getValue()) {
            return null;
        }
        byte[] unicode = new byte[Math.min(field.remaining(), MemberName.MAX_BYTES + 1)];
        field.get(unicode);
        return unicode;
    }

    private static @Nullable ByteBuffer field(ByteBuffer extra, int wanted) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & FULL_16;
            int length = extra.getShort() & FULL_16;
            if (length > extra.remaining()) {
                break;
            }
            if (id == wanted) {
                return extra.limit(extra.position() + length);
            }
            extra.position(extra.position() + length);
        }
        return null;
    }

    private static long nextLong(ByteBuffer extra) {
        if (extra.remaining() < Long.BYTES) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        return extra.getLong();
    }

    private static int nextInt(ByteBuffer extra) {
        if (extra.remaining() < Integer.BYTES) {
            throw new RejectedArchive(Code.DAMAGED_DIRECTORY);
        }
        return extra.getInt();
    }
}
