package io.facematch.api.submission.publishing;

import io.facematch.job.Outcome.Photo;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.PairId;
import io.facematch.job.Pairs;
import io.facematch.payload.ImagePair;
import io.facematch.tenant.PhotoKey;
import io.facematch.tenant.TenantKeys;
import io.facematch.verification.FileFormat;
import io.facematch.verification.Role;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an outcome keeps of photos that no worker sees as the client sent them. */
@Component
class SentPhotos {
    private final Pairs pairs;
    private final TenantKeys keys;

    SentPhotos(Pairs pairs, TenantKeys keys) {
        this.pairs = pairs;
        this.keys = keys;
    }

    /** The pair without {@link TrailingBytes}; remembers what the photos were when there are any. */
    ImagePair cut(PairId id, String tenant, ImagePair images) {
        var probe = images.probe();
        var reference = images.reference();
        var ofProbe = TrailingBytes.kept(probe);
        var ofReference = TrailingBytes.kept(reference);
        if (ofProbe < probe.limit() || ofReference < reference.limit()) {
            var key = keys.findPhotos(tenant);
            pairs.recordSent(id, photo(probe, key), photo(reference, key));
        }
        return images.first(ofProbe, ofReference);
    }

    /** Of a pair that is not published: the photo that could be read, if one could. */
    Photos ofUnpublished(String tenant, PairImages images) {
        var key = keys.findPhotos(tenant);
        return new Photos(
                readable(images, Role.PROBE, images.pair().probe(), key),
                readable(images, Role.REFERENCE, images.pair().reference(), key));
    }

    private static @Nullable Photo readable(PairImages images, Role role, ByteBuffer file, Optional<PhotoKey> key) {
        return images.reason(role) == null ? photo(file, key) : null;
    }

    private static Photo photo(ByteBuffer file, Optional<PhotoKey> key) {
        var head = new byte[Math.min(file.remaining(), FileFormat.HEAD)];
        file.duplicate().get(head);
        return new Photo(
                FileFormat.of(head).orElse(null),
                file.remaining(),
                null,
                null,
                key.map(present -> present.digest(file)).orElse(null));
    }
}
