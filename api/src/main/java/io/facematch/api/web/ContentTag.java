package io.facematch.api.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.Resource;

/** The entity tag of a file: what is in it. The files are small enough to read them each time. */
final class ContentTag {
    private static final int BYTES = 12;

    private ContentTag() {}

    static String of(Resource file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(file.getContentAsByteArray());
            return "\"" + HexFormat.of().formatHex(digest, 0, BYTES) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
