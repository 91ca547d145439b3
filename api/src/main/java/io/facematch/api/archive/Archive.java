package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.api.archive.codepage.CodePageGuess;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP of image pairs whose directory was checked as a whole: end record, names, methods, sizes, layout. Holds the
 * pairs, not the images. Safe for several threads; reads take turns.
 */
public final class Archive implements AutoCloseable {

    private final SeekableByteChannel channel;
    private final ArchiveLimits limits;
    private final Pairing pairing;
    private final @Nullable NameEncoding encoding;
    private final List<ArchivePair> pairs;
    private final List<Member.Images> images;

    private Archive(
            SeekableByteChannel channel, ArchiveLimits limits, Pairing pairing, @Nullable NameEncoding encoding) {
        this.channel = channel;
        this.limits = limits;
        this.pairing = pairing;
        this.encoding = encoding;
        this.pairs = pairing.pairs();
        this.images = pairing.images();
    }

    /**
     * Checks the archive and pairs its members; inflates nothing. The archive owns the channel from here on and closes
     * it, also when it rejects.
     *
     * @param reading what is known of its names
     * @param memory is told how many bytes the directory has, before it is read
     * @throws RejectedArchive when any rule is broken
     * @throws IOException when the channel fails; says nothing about the archive
     */
    public static Archive open(
            SeekableByteChannel channel, ArchiveLimits limits, ArchiveReading reading, LongConsumer memory)
            throws IOException {
        return open(channel, limits, reading, memory, true);
    }

    /**
     * Opens an archive again that was accepted before and can't have changed since. Its members are not looked at: a damaged
     * part of the channel costs only its own pairs.
     *
     * @throws RejectedArchive when other pairs may be found in it than before
     */
    public static Archive reopen(
            SeekableByteChannel channel, ArchiveLimits limits, ArchiveReading reading, LongConsumer memory)
            throws IOException {
        return open(channel, limits, reading, memory, false);
    }

    private static Archive open(
            SeekableByteChannel channel,
            ArchiveLimits limits,
            ArchiveReading reading,
            LongConsumer memory,
            boolean isNew)
            throws IOException {
        boolean accepted = false;
        try {
            ArchiveBytes bytes = new ArchiveBytes(channel);
            EndRecord end = EndRecord.find(bytes);
            List<Member> members = members(bytes, end, limits, memory);
            NameEncoding encoding = encoding(members, reading);
            if (encoding != null) {
                members.replaceAll(member -> member.read(encoding));
            }
            if (isNew) {
                check(members, bytes, end, limits);
            }
            Archive archive =
                    new Archive(channel, limits, Pairing.of(members, reading.stems(), limits.maxPairs()), encoding);
            accepted = true;
            return archive;
        } catch (EOFException e) {
            throw new RejectedArchive(Code.TRUNCATED);
        } finally {
            if (!accepted) {
                channel.close();
            }
        }
    }

    /** The same for a caller that knows nothing of its names, and has memory for any directory within the limits. */
    public static Archive open(SeekableByteChannel channel, ArchiveLimits limits) throws IOException {
        return open(channel, limits, ArchiveReading.USUAL, directoryBytes -> {});
    }

    private static List<Member> members(ArchiveBytes bytes, EndRecord end, ArchiveLimits limits, LongConsumer memory)
            throws IOException {
        if (end.members() > limits.maxMembers()) {
            throw new RejectedArchive(Code.TOO_MANY_MEMBERS, end.members() + " members, limit " + limits.maxMembers());
        }
        if (end.directoryBytes() > limits.maxDirectoryBytes()) {
            throw new RejectedArchive(
                    Code.TOO_MANY_MEMBERS, "directory limit " + limits.maxDirectoryBytes() + " bytes");
        }
        memory.accept(end.directoryBytes());
        List<Member> members = new CentralDirectory(bytes, limits.maxMembers()).read(end);
        if (members.isEmpty()) {
            throw new RejectedArchive(end.directoryEnd() == 0 ? Code.EMPTY_ARCHIVE : Code.GARBAGE_BEFORE);
        }
        return members;
    }

    /** Null where every name is in Unicode, as far as anybody says. */
    private static @Nullable NameEncoding encoding(List<Member> members, ArchiveReading reading) {
        if (reading.encoding() != null) {
            return reading.encoding();
        }
        List<Member> inCodePage = members.stream()
                .filter(member -> member.name().inCodePage() != null)
                .toList();
        if (inCodePage.isEmpty()) {
            return null;
        }
        long fromDos = inCodePage.stream().filter(Member::isFromDos).count();
        return CodePageGuess.of(
                inCodePage.stream()
                        .map(member -> Objects.requireNonNull(member.name().inCodePage()))
                        .toList(),
                2 * fromDos >= inCodePage.size());
    }

    private static void check(List<Member> members, ArchiveBytes bytes, EndRecord end, ArchiveLimits limits)
            throws IOException {
        Findings findings = new Findings();
        MemberRules rules = new MemberRules(limits, findings);
        members.forEach(rules::check);
        // Before the layout, whose findings mean little when sizes or names are refused already.
        findings.rejectIfAny();
        new Layout(bytes, findings).check(members, end);
        findings.rejectIfAny();
    }

    /** How names that are not in Unicode were read; null where all are. */
    public @Nullable NameEncoding nameEncoding() {
        return encoding;
    }

    public List<ArchivePair> pairs() {
        return pairs;
    }

    /** Paths of images whose partner is missing, in the order of the directory, then of those whose name is almost right. */
    public List<String> unpaired() {
        return pairing.unpaired();
    }

    /** How many members nobody meant as an image of a pair, folders included. */
    public int ignored() {
        return pairing.ignored();
    }

    /** Sum of the declared sizes of the pairs' images: about the bytes that the broker will hold. */
    public long imageBytes() {
        return images.stream()
                .mapToLong(pair -> pair.probe().size() + (long) pair.reference().size())
                .sum();
    }

    /** Sum of the declared sizes of both images of the largest pair, in bytes; pairs that are too large don't count. */
    public long largestPair() {
        return images.stream()
                .mapToLong(pair -> pair.probe().size() + (long) pair.reference().size())
                .filter(bytes -> bytes <= limits.maxPairBytes())
                .max()
                .orElse(0);
    }

    /**
     * The declared size of an image that can be read.
     *
     * @throws UnreadableMember when the image is empty or too large
     */
    public int imageSize(ArchivePair pair, Role role) throws UnreadableMember {
        var both = images(pair);
        var size = both.of(role).size();
        if (size > limits.maxImageBytes()) {
            throw new UnreadableMember(Reason.TOO_LARGE_FILE);
        }
        if (both.probe().size() + (long) both.reference().size() > limits.maxPairBytes()) {
            throw new UnreadableMember(Reason.TOO_LARGE_PAIR);
        }
        if (size == 0) {
            throw new UnreadableMember(Reason.EMPTY_FILE);
        }
        return size;
    }

    /** The image in an array of its own. */
    public byte[] readImage(ArchivePair pair, Role role) throws UnreadableMember, IOException {
        byte[] image = new byte[imageSize(pair, role)];
        readImage(pair, role, ByteBuffer.wrap(image));
        return image;
    }

    /**
     * Inflates one image, at most to its declared size.
     *
     * @param target of that size
     * @throws UnreadableMember when the image is not what the directory declares
     * @throws IOException when the channel fails; says nothing about the image
     */
    public synchronized void readImage(ArchivePair pair, Role role, ByteBuffer target)
            throws UnreadableMember, IOException {
        new ImageReader(channel).read(images(pair).of(role), target);
    }

    private Member.Images images(ArchivePair pair) {
        if (pair.index() >= pairs.size() || !pairs.get(pair.index()).equals(pair)) {
            throw new IllegalArgumentException("the pair is of another archive");
        }
        return images.get(pair.index());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
