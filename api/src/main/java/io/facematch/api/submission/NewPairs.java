package io.facematch.api.submission;

import io.facematch.api.archive.ArchivePair;
import io.facematch.api.jobs.Job;
import io.facematch.job.Pairs;
import io.facematch.job.Pairs.NewPair;
import io.facematch.payload.DataKey;
import io.facematch.payload.DigestKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.tenant.TenantKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores what is kept of the pairs of a new job, sealed and digested. */
@Component
class NewPairs {
    private final Pairs pairs;
    private final DigestKey digestKey;
    private final TenantKeys tenantKeys;

    NewPairs(Pairs pairs, DigestKey digestKey, TenantKeys tenantKeys) {
        this.pairs = pairs;
        this.digestKey = digestKey;
        this.tenantKeys = tenantKeys;
    }

    /** To be called in the transaction that stores the job. It makes the keys that the tenant lacks, too. */
    void add(Job job, Submission submission, DataKey labelsKey) {
        pairs.add(job.getId(), of(job, submission, labelsKey));
    }

    private List<NewPair> of(Job job, Submission submission, DataKey labelsKey) {
        tenantKeys.makePhotos(job.tenant());
        var said = submission.provenance().reference();
        if (said.isEmpty()) {
            return of(job, submission, labelsKey, index -> null);
        }
        try (var key = tenantKeys.references(job.tenant(), job.acceptedOn())) {
            return of(job, submission, labelsKey, index -> said.sealed(key, context(job, index)));
        }
    }

    private List<NewPair> of(
            Job job, Submission submission, DataKey labelsKey, IntFunction<byte @Nullable []> references) {
        var subjects = digestKey.digest("subject", job.tenant());
        return switch (submission) {
            case Submission.Single single ->
                List.of(new NewPair(0, null, subject(subjects, single.pair().uniqueId()), references.apply(0)));
            case Submission.Bulk bulk ->
                bulk.pairs().stream()
                        .map(pair -> new NewPair(
                                pair.index(),
                                sealedNames(job, pair, labelsKey),
                                subject(subjects, pair.stem()),
                                references.apply(pair.index())))
                        .toList();
        };
    }

    private static byte[] sealedNames(Job job, ArchivePair pair, DataKey labelsKey) {
        return PayloadCipher.sealNames(
                labelsKey, context(job, pair.index()), pair.stem(), pair.image1Path(), pair.image2Path());
    }

    private static SealContext context(Job job, int index) {
        return new SealContext(job.tenant(), job.getId(), index);
    }

    private static byte @Nullable [] subject(Mac subjects, @Nullable String id) {
        return id == null || id.isBlank() ? null : subjects.doFinal(id.getBytes(StandardCharsets.UTF_8));
    }
}
