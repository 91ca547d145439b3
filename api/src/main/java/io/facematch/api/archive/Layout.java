package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Checks where members lie. Each must have bytes of its own between the archive's start and its directory, and a local
 * header that says what the directory says. Fifield's bomb lets many members share their bytes, so that it expands far
 * although each member has a good ratio.
 */
final class Layout {

    static final int LOCAL_HEADER = 0x04034b50;
    static final int LOCAL_HEADER_LENGTH = 30;

    private static final int FULL_16 = 0xFFFF;
    private static final int VOLUME_MARK_LENGTH = 4;

    private final ArchiveBytes bytes;
    private final Findings findings;

    Layout(ArchiveBytes bytes, Findings findings) {
        this.bytes = bytes;
        this.findings = findings;
    }

    void check(List<Member> members, EndRecord end) throws IOException {
        Member[] byOffset = members.toArray(Member[]::new);
        // Also keeps the reads of local headers in ascending order: each spool segment is decrypted once.
        Arrays.sort(byOffset, Comparator.comparingLong(Member::headerAt));
        if (byOffset[0].headerAt() != 0) {
            throw new RejectedArchive(
                    byOffset[0].headerAt() == VOLUME_MARK_LENGTH ? Code.MULTI_DISK : Code.GARBAGE_BEFORE);
        }
        for (int i = 0; i < byOffset.length; i++) {
            boolean isLast = i == byOffset.length - 1;
            checkMember(byOffset[i], isLast ? end.directoryStart() : byOffset[i + 1].headerAt());
        }
    }

    private void checkMember(Member member, long limit) throws IOException {
        long headerAt = member.headerAt();
        if (headerAt > limit - LOCAL_HEADER_LENGTH - member.name().length()) {
            findings.add(Code.OVERLAPPING_MEMBERS, member.path());
            return;
        }
        ByteBuffer header = bytes.read(headerAt, LOCAL_HEADER_LENGTH);
        if (header.getInt(0) != LOCAL_HEADER) {
            findings.add(Code.DAMAGED_DIRECTORY, member.path());
            return;
        }
        int method = header.getShort(8) & FULL_16;
        int nameLength = header.getShort(26) & FULL_16;
        if (member.compressedSize() > limit - dataAt(headerAt, header)) {
            findings.add(Code.OVERLAPPING_MEMBERS, member.path());
            return;
        }
        if (method != member.method() || !hasName(member, headerAt + LOCAL_HEADER_LENGTH, nameLength)) {
            findings.add(Code.NAME_MISMATCH, member.path());
        }
    }

    private boolean hasName(Member member, long nameAt, int nameLength) throws IOException {
        return nameLength == member.name().length() && member.name().isSpelled(bytes.read(nameAt, nameLength));
    }

    /** Where the data of a member begins, by its own local header. */
    static long dataAt(long headerAt, ByteBuffer localHeader) {
        return headerAt
                + LOCAL_HEADER_LENGTH
                + (localHeader.getShort(26) & FULL_16)
                + (localHeader.getShort(28) & FULL_16);
    }
}
