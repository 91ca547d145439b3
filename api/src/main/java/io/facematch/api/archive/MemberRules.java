package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;

/**
 * What the directory may say about one member, and about all of them together. What a member is named and how it is
 * packed matters only for an image of a pair: nothing else is read. Sizes matter for all.
 */
final class MemberRules {

    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_PATCH = 1 << 5;
    private static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    private static final int FLAG_MASKED_HEADERS = 1 << 13;
    private static final int METHOD_AES = 99;

    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR_FILE = 0100000;
    private static final int FOLDER = 0040000;

    private final ArchiveLimits limits;
    private final Findings findings;
    private long unpackedBytes;

    MemberRules(ArchiveLimits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    void check(Member member) {
        if (member.name().isTooLong()) {
            findings.add(Code.UNSAFE_NAME, member.path());
        } else if (member.name().imageName(StemRule.NAME) != null) {
            checkImage(member);
        }
        checkSizes(member, isEncrypted(member));
    }

    private void checkImage(Member member) {
        if (!member.name().isSafe()) {
            findings.add(Code.UNSAFE_NAME, member.path());
        }
        if (isEncrypted(member)) {
            findings.add(Code.ENCRYPTED_MEMBER, member.path());
        } else if ((member.method() != Member.STORED && member.method() != Member.DEFLATED)
                || (member.flags() & FLAG_PATCH) != 0) {
            findings.add(Code.UNSUPPORTED_METHOD, member.path());
        }
        if (isLinkOrDevice(member.mode())) {
            findings.add(Code.SYMLINK, member.path());
        }
    }

    private static boolean isEncrypted(Member member) {
        return (member.flags() & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) != 0
                || member.method() == METHOD_AES;
    }

    private void checkSizes(Member member, boolean isEncrypted) {
        long size = member.size();
        long compressed = member.compressedSize();
        // Encryption puts bytes of its own before those of a stored file.
        boolean isStored = member.method() == Member.STORED && !isEncrypted;
        if (size < 0 || compressed < 0 || (isStored && size != compressed)) {
            findings.add(Code.DAMAGED_DIRECTORY, member.path());
            return;
        }
        // Division instead of multiplication: a declared size may be anything up to 2^63.
        if (size > ArchiveLimits.RATIO_FREE_BYTES && size / ArchiveLimits.MAX_RATIO >= Math.max(1, compressed)) {
            findings.add(Code.EXPANDS_TOO_FAR, member.path());
        }
        if (size > limits.maxUnpackedBytes() - unpackedBytes) {
            throw new RejectedArchive(Code.EXPANDS_TOO_FAR, "limit " + limits.maxUnpackedBytes() + " bytes unpacked");
        }
        unpackedBytes += size;
    }

    private static boolean isLinkOrDevice(int mode) {
        int type = mode & FILE_TYPE;
        return type != 0 && type != REGULAR_FILE && type != FOLDER;
    }
}
