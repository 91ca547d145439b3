package io.facematch.standalone.fetch;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource;
import io.facematch.card.ModelSource.Converter;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.standalone.espdl.EspdlConverter;
import io.facematch.standalone.espdl.EspdlFile;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Cards of files that no test downloads from their sources: nobody listens there. */
final class TestModels {
    static final byte[] MODEL = randomBytes(1);
    static final byte[] ANOTHER = randomBytes(2);
    static final byte[] CONTAINER = EspdlFile.small();
    static final byte[] CONVERTED = EspdlConverter.toOnnx(CONTAINER);

    /** Lies as it is at its source, under another name than here. */
    static final ModelCard PLAIN = card("plain", MODEL, source("network_640.onnx", MODEL, null));

    static final ModelCard IN_CONTAINER =
            card("packed", CONVERTED, source("network_v1.espdl", CONTAINER, Converter.ESPDL));

    static final ModelCard NOWHERE = card("nowhere", MODEL);

    private TestModels() {}

    static ModelCard card(String id, byte[] file, ModelSource... sources) {
        return card(id, id + ".onnx", file, sources);
    }

    static ModelCard card(String id, String name, byte[] file, ModelSource... sources) {
        return new ModelCard(
                id,
                ModelTask.QUALITY,
                ModelTier.PRODUCTION,
                "For tests.",
                name,
                sha256(file),
                file.length,
                List.of(sources),
                "nobody",
                "MIT",
                "Random numbers, not for decisions.",
                false,
                "none",
                0,
                null,
                null,
                List.of());
    }

    static ModelSource source(String file, byte[] content, @Nullable Converter converter) {
        return new ModelSource(
                URI.create("https://127.0.0.1:1/models/" + file), content.length, sha256(content), converter);
    }

    static ModelSource sourceAt(String url, byte[] content) {
        return new ModelSource(URI.create(url), content.length, sha256(content), null);
    }

    private static byte[] randomBytes(int seed) {
        var bytes = new byte[300_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
