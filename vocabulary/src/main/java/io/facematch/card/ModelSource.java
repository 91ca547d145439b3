package io.facematch.card;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public address from which a model's file can be had, as it is or in another container.
 *
 * @param url of exactly these bytes: its address names a version, so that they don't change
 * @param bytes how many the address gives
 * @param sha256 of what the address gives, lower-case hex
 * @param converter what makes the model's file of it; null when it is the model's file
 */
public record ModelSource(
        URI url, long bytes, String sha256, @Nullable Converter converter) {

    /** From which container a file is converted to ONNX, to the same bytes every time. */
    public enum Converter {
        /** That of Espressif's ESP-DL, not encrypted, with weights of eight bits. */
        ESPDL
    }

    /** One that means the same in every folder and address. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");

    public ModelSource {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("not an https address: " + url);
        }
        if (!FILE.matcher(nameIn(url)).matches()) {
            throw new IllegalArgumentException("the address does not end with the name of a file: " + url);
        }
        if (bytes <= 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the source " + url + " does not say which bytes it gives");
        }
    }

    /** The name of the file at its source, by which it is known in a mirror, too. */
    public String file() {
        return nameIn(url);
    }

    private static String nameIn(URI url) {
        var path = url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
