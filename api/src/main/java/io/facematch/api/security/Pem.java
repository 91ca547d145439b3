package io.facematch.api.security;

import java.util.Base64;
import java.util.regex.Pattern;

/** One key as text (RFC 7468). */
public final class Pem {
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    public static final String PUBLIC_KEY = "PUBLIC KEY";

    private Pem() {}

    /**
     * The bytes of the block with this label, which may stand among others.
     *
     * @throws IllegalArgumentException if there is none, or it is no Base64
     */
    public static byte[] decode(String label, String text) {
        var block = Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no block '" + label + "'");
        }
        return Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
    }

    public static String encode(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }
}
