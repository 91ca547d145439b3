package io.facematch.api.submission.publishing;

import io.facematch.api.archive.Archive;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.OutcomeTransaction;
import io.facematch.job.PairId;
import io.facematch.payload.ImagePair;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.queue.PublishedPair;
import io.facematch.queue.PublishingBatch;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.queue.PublishingBatch.Settled;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Seals pairs and publishes them. A pair of an archive that can't be read gets its outcome here, and no message. */
@Component
class PairSender {
    private static final int UNREADABLE_AT_ONCE = 100;

    private final SentPhotos sentPhotos;
    private final OutcomeTransaction outcomes;
    private final ImageMemory memory;
    private final InstantSource clock;

    PairSender(SentPhotos sentPhotos, OutcomeTransaction outcomes, ImageMemory memory, InstantSource clock) {
        this.sentPhotos = sentPhotos;
        this.outcomes = outcomes;
        this.memory = memory;
        this.clock = clock;
    }

    /** How far the publishing of an archive is. */
    interface Progress {
        /**
         * Is asked before each pair.
         *
         * @return whether this pair is to be published now
         * @throws RuntimeException if nothing is to be published any more
         */
        boolean wants(int index);

        /** The pair is durable in a queue, or has its outcome. Is told by other threads, too. */
        void settled(int index);

        /** Whether a pair whose part of the archive can't be read gets an outcome that says so, or ends the publishing. */
        boolean givesUpUnreadable();
    }

    /** @param settled when the broker has it, or never will */
    void send(PublishingBatch batch, Publishing publishing, int index, ImagePair images, Settled settled)
            throws BrokerUnavailable {
        var job = publishing.job();
        var id = new PairId(job.id(), index);
        var sealed = PayloadCipher.sealImages(
                publishing.key(),
                new SealContext(job.tenant(), job.id(), index),
                sentPhotos.cut(id, job.tenant(), images));
        batch.publish(
                publishing.queue(),
                PublishedPair.of(
                        publishing.key(),
                        job.tenant(),
                        id,
                        sealed,
                        clock.instant(),
                        publishing.replyTo(),
                        publishing.isSingle() ? publishing.deadline() : null),
                settled);
    }

    /** Returns when the last pair is on its way; what is durable {@code progress} is told, or the batch's end. */
    void send(PublishingBatch batch, Publishing publishing, Archive archive, Progress progress)
            throws BrokerUnavailable, IOException {
        var unreadable = new ArrayList<Outcome>();
        for (var pair : archive.pairs()) {
            if (!progress.wants(pair.index())) {
                continue;
            }
            PairImages images;
            try {
                images = PairImages.read(archive, pair, memory, batch);
            } catch (IOException e) {
                if (!progress.givesUpUnreadable()) {
                    throw e;
                }
                outcomes.write(List.of(lost(publishing.job(), pair.index(), Reason.PAYLOAD_LOST)));
                progress.settled(pair.index());
                continue;
            }
            if (images.areReadable()) {
                publish(batch, publishing, pair.index(), images, progress);
                continue;
            }
            var photos = sentPhotos.ofUnpublished(publishing.job().tenant(), images);
            images.memory().close();
            unreadable.add(outcome(
                    publishing.job(),
                    pair.index(),
                    new NotCompared(images.reason(Role.PROBE), images.reason(Role.REFERENCE)),
                    photos));
            if (unreadable.size() == UNREADABLE_AT_ONCE) {
                write(unreadable, progress);
            }
        }
        write(unreadable, progress);
    }

    private void publish(PublishingBatch batch, Publishing publishing, int index, PairImages images, Progress progress)
            throws BrokerUnavailable {
        try {
            send(batch, publishing, index, images.pair(), isConfirmed -> {
                images.memory().close();
                if (isConfirmed) {
                    progress.settled(index);
                }
            });
        } catch (RuntimeException e) {
            images.memory().close();
            throw e;
        }
    }

    private void write(List<Outcome> unreadable, Progress progress) {
        if (unreadable.isEmpty()) {
            return;
        }
        outcomes.write(unreadable);
        unreadable.forEach(outcome -> progress.settled(outcome.index()));
        unreadable.clear();
    }

    /** Gives all pairs that still need somebody an outcome, since nobody can publish them. */
    void giveUp(OpenJob job, int total, Reason reason, Progress progress) {
        var lost = new ArrayList<Outcome>();
        for (int index = 0; index < total; index++) {
            if (progress.wants(index)) {
                lost.add(lost(job, index, reason));
            }
            if (lost.size() == UNREADABLE_AT_ONCE) {
                write(lost, progress);
            }
        }
        write(lost, progress);
    }

    private Outcome lost(OpenJob job, int index, Reason reason) {
        return new Outcome(job, index, new Fault(reason), Photos.UNKNOWN, null, null, "api", clock.instant());
    }

    private Outcome outcome(OpenJob job, int index, NotCompared result, Photos photos) {
        return new Outcome(job, index, result, photos, null, null, "api", clock.instant());
    }
}
