package io.facematch.api.submission;

import io.facematch.api.archive.ArchiveLimits;
import io.facematch.api.form.PairForm;
import io.facematch.api.form.PairReader;
import io.facematch.start.UnusableSetting;
import io.facematch.verification.PhotoLimits;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What may be submitted, and until when it must be done.
 *
 * @param maxImageSize largest encoded image; 10 MiB at most
 * @param maxMessageSize largest message that the broker takes, its {@code max_message_size}; the two images of a pair may
 *     have 1 MiB less together
 * @param maxArchiveSize largest archive as uploaded; what the disk has no room for is refused before
 * @param maxUnpackedSize largest sum of all members of an archive
 * @param maxPairs pairs in one archive
 * @param maxUploads archives uploaded at once, per process
 * @param spoolDirectory folder where uploads wait, encrypted; the temporary folder unless set
 * @param acceptAfter when an archive is accepted: {@code published}, when the broker has all of its pairs; or {@code kept}, when it
 *     is on the disk of the spool directory, encrypted, until its job ends: much sooner, but the folder must outlive the
 *     process, and is to be set. Any process that uses the same folder goes on with it
 * @param pairMemory memory for all photos that one process holds at once, twice their size, and for the directories of
 *     archives; while it is used up, single pairs get 503 and archives wait; a fifth of the heap unless set
 * @param answerWithin how long the vendors' routes wait for the outcome before they answer 503
 * @param singleDeadline time from acceptance to the outcome of a pair; 31 days at most
 * @param bulkDeadline time from acceptance to the last outcome of an archive; 31 days at most
 * @param keepResults time from acceptance until names and results ZIP are forgotten; the outcomes stay
 * @param retryWithin how long the archive of a job that ended with errors is kept, encrypted, so that these pairs can be compared
 *     again without a new upload; 0 for not at all. Only where archives are kept
 * @param lease how long a submission may stand still before it counts as interrupted
 */
@Validated
@ConfigurationProperties(prefix = "facematch.submission", ignoreUnknownFields = false)
public record SubmissionSettings(
        @DefaultValue(PhotoLimits.SIZE) DataSize maxImageSize,
        @DefaultValue("16MB") DataSize maxMessageSize,
        @DefaultValue("20GB") DataSize maxArchiveSize,
        @DefaultValue(ArchiveLimits.UNPACKED_SIZE) DataSize maxUnpackedSize,

        @DefaultValue("" + ArchiveLimits.PAIRS) @Min(1) @Max(SubmissionSettings.MOST_PAIRS)
        int maxPairs,

        @DefaultValue("8") @Min(1) @Max(1000) int maxUploads,
        Path spoolDirectory,
        @DefaultValue("published") AcceptAfter acceptAfter,

        DataSize pairMemory,

        @DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(seconds = 50)
        Duration answerWithin,

        @DefaultValue("10m") @DurationMax(days = SubmissionSettings.MOST_DAYS_OF_A_JOB)
        Duration singleDeadline,

        @DefaultValue("24h") @DurationMax(days = SubmissionSettings.MOST_DAYS_OF_A_JOB)
        Duration bulkDeadline,

        @DefaultValue("7d") Duration keepResults,
        @DefaultValue("1h") Duration retryWithin,
        @DefaultValue("60s") Duration lease) {

    /** From the acceptance of a job to the last of its outcomes. Who looks for outcomes by time relies on it. */
    public static final long MOST_DAYS_OF_A_JOB = 31;

    /** What must have happened before a client is told that its archive is accepted. */
    public enum AcceptAfter {
        PUBLISHED,
        KEPT
    }

    private static final long BROKERS_LARGEST_MESSAGE = 512L << 20;
    private static final long BYTES_BESIDE_IMAGES = 1 << 20;
    static final int MOST_PAIRS = 1_000_000;
    static final long FORM_OVERHEAD = 64 << 10;

    public SubmissionSettings {
        var least = leastPairMemory(maxImageSize, maxMessageSize);
        // Null when they are not set: placeholders in a default value are not resolved.
        if (spoolDirectory == null && acceptAfter == AcceptAfter.KEPT) {
            throw new UnusableSetting(
                    "FACEMATCH_SUBMISSION_ACCEPT_AFTER is 'kept': set FACEMATCH_SUBMISSION_SPOOL_DIRECTORY, too,"
                            + " to a folder that outlives this process");
        }
        spoolDirectory = Objects.requireNonNullElseGet(
                spoolDirectory, () -> Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        pairMemory = Objects.requireNonNullElseGet(
                pairMemory, () -> DataSize.ofBytes(Math.max(Runtime.getRuntime().maxMemory() / 5, least)));
    }

    @AssertTrue(message = "facematch.submission.spool-directory must be a folder that this process may write to")
    boolean isSpoolDirectoryUsable() {
        return Files.isDirectory(spoolDirectory) && Files.isWritable(spoolDirectory);
    }

    @AssertTrue(
            message =
                    "facematch.submission.max-image-size can be " + PhotoLimits.SIZE + " at most: workers read no more")
    boolean isImageSmallEnough() {
        return maxImageSize.toBytes() <= PhotoLimits.BYTES;
    }

    @AssertTrue(
            message =
                    "facematch.submission.max-message-size must be 1 MiB more than max-image-size, and at most 512 MiB")
    boolean isMessageLargeEnough() {
        return maxMessageSize.toBytes() >= maxImageSize.toBytes() + BYTES_BESIDE_IMAGES
                && maxMessageSize.toBytes() <= BROKERS_LARGEST_MESSAGE;
    }

    @AssertTrue(
            message = "facematch.submission.pair-memory must hold two pairs of the largest images, and at most 1 TB")
    boolean isPairMemoryEnough() {
        return pairMemory.toBytes() >= leastPairMemory(maxImageSize, maxMessageSize) && pairMemory.toTerabytes() < 1;
    }

    private static long leastPairMemory(DataSize maxImageSize, DataSize maxMessageSize) {
        return 2 * (Math.min(2 * maxImageSize.toBytes(), maxMessageSize.toBytes()) + FORM_OVERHEAD);
    }

    @AssertTrue(message = "sizes of facematch.submission must be positive")
    boolean isSizePositive() {
        return maxImageSize.toBytes() > 0 && maxArchiveSize.toBytes() > 0 && maxUnpackedSize.toBytes() > 0;
    }

    @AssertTrue(message = "facematch.submission.retry-within must be 0 or more, and at most keep-results")
    boolean isRetryInTime() {
        return !retryWithin.isNegative() && retryWithin.compareTo(keepResults) <= 0;
    }

    @AssertTrue(message = "facematch.submission: lease < single-deadline, bulk-deadline <= keep-results")
    boolean isOrderOfDeadlines() {
        return lease.isPositive()
                && lease.compareTo(singleDeadline) < 0
                && lease.compareTo(bulkDeadline) < 0
                && singleDeadline.compareTo(keepResults) <= 0
                && bulkDeadline.compareTo(keepResults) <= 0;
    }

    /** In bytes, of the two images of a pair together, so that they fit one message. */
    int largestPair() {
        return Math.toIntExact(Math.min(2 * maxImageSize.toBytes(), maxMessageSize.toBytes() - BYTES_BESIDE_IMAGES));
    }

    /** In bytes, of a form with two images. */
    public long largestPairForm() {
        return largestPair() + FORM_OVERHEAD;
    }

    /** Reads the pair of one form. */
    public PairReader reader(PairForm form) {
        return new PairReader(form, Math.toIntExact(maxImageSize.toBytes()), largestPair());
    }

    /** In bytes, of any form. */
    long largestForm() {
        return Math.max(maxArchiveSize.toBytes() + FORM_OVERHEAD, largestPairForm());
    }

    /** What an archive may declare that was accepted before, perhaps by a process with other limits. */
    ArchiveLimits keptArchiveLimits() {
        return new ArchiveLimits(MOST_PAIRS, Math.toIntExact(maxImageSize.toBytes()), largestPair(), Long.MAX_VALUE);
    }

    /** @param tenantsPairs what the tenant may have in one archive */
    ArchiveLimits archiveLimits(int tenantsPairs) {
        return new ArchiveLimits(
                Math.min(maxPairs, tenantsPairs),
                Math.toIntExact(maxImageSize.toBytes()),
                largestPair(),
                maxUnpackedSize.toBytes());
    }
}
