package io.facematch.worker.comparison;

import io.facematch.face.PhotoSize;
import io.facematch.face.Verification;
import io.facematch.job.Outcome.Photo;
import io.facematch.job.Outcome.Photos;
import io.facematch.payload.PayloadCipher.Images;
import io.facematch.tenant.PhotoKey;
import io.facematch.verification.FileFormat;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an outcome keeps of the photos of its pair, before and after they were looked at. */
final class PhotoFacts {
    private PhotoFacts() {}

    /** @param key empty for photos without digest */
    static Photos before(Images images, Optional<PhotoKey> key) {
        return new Photos(photo(images.probe(), key), photo(images.reference(), key));
    }

    private static Photo photo(byte[] file, Optional<PhotoKey> key) {
        return new Photo(
                FileFormat.of(file).orElse(null),
                file.length,
                null,
                null,
                key.map(present -> present.digest(ByteBuffer.wrap(file))).orElse(null));
    }

    static Photos after(Photos before, Verification verification) {
        return new Photos(
                sized(before.probe(), verification.probeSize()),
                sized(before.reference(), verification.referenceSize()));
    }

    private static @Nullable Photo sized(@Nullable Photo photo, @Nullable PhotoSize size) {
        return photo == null || size == null
                ? photo
                : new Photo(photo.format(), photo.bytes(), size.width(), size.height(), photo.digest());
    }
}
