package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * A ZIP of image pairs whose directory was checked as a whole: end record, names, methods, sizes, layout. Holds the
 * pairs, not the images. Safe for several threads; reads take turns.
 */
public final class Archive implements AutoCloseable {

    private final SeekableByteChannel channel;
    private final ArchiveLimits limits;
    private final Pairing pairing;
    private final List<ArchivePair> pairs;
    private final List<Member.Images> images;

    private Archive(SeekableByteChannel channel, ArchiveLimits limits, Pairing pairing) {
        this.channel = channel;
        this.limits = limits;
        this.pairing = pairing;
        this.pairs = pairing.pairs();
        this.images = pairing.images();
    }

    /**
     * Checks the archive and pairs its members; inflates nothing. The archive owns the channel from here on and closes
     * it, also when it rejects.
     *
     * @throws RejectedArchive when any rule is broken
     * @throws IOException when the channel fails; says nothing about the archive
     */
    public static Archive open(SeekableByteChannel channel, ArchiveLimits limits) throws IOException {
        boolean accepted = false;
        try {
            Archive archive =
                    new Archive(channel, limits, Pairing.of(checkedMembers(channel, limits), limits.maxPairs()));
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

    private static List<Member> checkedMembers(SeekableByteChannel channel, ArchiveLimits limits) throws IOException {
        ArchiveBytes bytes = new ArchiveBytes(channel);
        EndRecord end = EndRecord.find(bytes);
        if (end.members() > limits.maxMembers()) {
            throw new RejectedArchive(Code.TOO_MANY_MEMBERS, end.members() + " members, limit " + limits.maxMembers());
        }
        if (end.directoryBytes() > limits.maxDirectoryBytes()) {
            throw new RejectedArchive(
                    Code.TOO_MANY_MEMBERS, "directory limit " + limits.maxDirectoryBytes() + " bytes");
        }
        Findings findings = new Findings();
        List<Member> members =
                new CentralDirectory(bytes, new MemberRules(limits, findings), limits.maxMembers()).read(end);
        if (members.isEmpty()) {
            throw new RejectedArchive(end.directoryEnd() == 0 ? Code.EMPTY_ARCHIVE : Code.GARBAGE_BEFORE);
        }
        // Before the layout, whose findings mean little when sizes or names are refused already.
        findings.rejectIfAny();
        new Layout(bytes, findings).check(members, end);
        findings.rejectIfAny();
        return members;
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
                .mapToLong(pair -> pair.probe().size() + pair.reference().size())
                .sum();
    }

    /**
     * Inflates one image, at most to its declared size.
     *
     * @throws UnreadableMember when the image is empty, too large, or not what the directory declares
     * @throws IOException when the channel fails; says nothing about the image
     */
    public synchronized byte[] readImage(ArchivePair pair, Role role) throws UnreadableMember, IOException {
        if (pair.index() >= pairs.size() || !pairs.get(pair.index()).equals(pair)) {
            throw new IllegalArgumentException("the pair is of another archive");
        }
        Member.Images both = images.get(pair.index());
        Member.Image image = both.of(role);
        if (image.size() > limits.maxImageBytes()) {
            throw new UnreadableMember(Reason.TOO_LARGE_FILE);
        }
        if (both.probe().size() + both.reference().size() > limits.maxPairBytes()) {
            throw new UnreadableMember(Reason.TOO_LARGE_PAIR);
        }
        if (image.size() == 0) {
            throw new UnreadableMember(Reason.EMPTY_FILE);
        }
        return new ImageReader(channel).read(image);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
