package io.facematch.standalone.privacy.search;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A secret, random enough to be in a file only if somebody wrote it there, with the forms in which it would be known. */
public final class Marker {
    /** Of a longer secret this much is looked for: whoever writes a secret writes its beginning. */
    private static final int LONGEST = 24;

    private static final int SHORTEST = 8;
    private static final int BITS_OF_A_LETTER = 6;

    private final String name;
    private final List<Form> forms;
    private final Optional<Path> home;
    private final String digest;

    private Marker(String name, List<Form> forms, Optional<Path> home, String digest) {
        this.name = name;
        this.forms = forms;
        this.home = home;
        this.digest = digest;
    }

    /** One way to write the secret. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Form(String name, byte[] bytes) {
        @Override
        public String toString() {
            return "Form[" + name + ", " + bytes.length + " bytes]";
        }
    }

    /** @param name says what it is, without saying it */
    public static Marker ofBytes(String name, byte[] secret) {
        return new Marker(name, formsOfBytes(secret), Optional.empty(), digest(secret));
    }

    /** Letters of ASCII: they are looked for as other encodings of text and as capitals, too. */
    public static Marker ofText(String name, String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var forms = new ArrayList<>(formsOfBytes(bytes));
        forms.add(form("UTF-16LE", secret.getBytes(StandardCharsets.UTF_16LE)));
        forms.add(form("UTF-16BE", secret.getBytes(StandardCharsets.UTF_16BE)));
        var capitals = secret.toUpperCase(Locale.ROOT);
        if (!capitals.equals(secret)) {
            forms.add(form("capitals", capitals.getBytes(StandardCharsets.UTF_8)));
        }
        return new Marker(name, List.copyOf(forms), Optional.empty(), digest(bytes));
    }

    /** A digest without a key, by which a guess could be tested. */
    public static Marker ofDigest(String name, byte[] secret) {
        return ofBytes("SHA-256 of " + name, sha256(secret));
    }

    /** The same, for a secret that has a file of its own, where it may be. */
    public Marker keptIn(Path file) {
        return new Marker(name, forms, Optional.of(file), digest);
    }

    private static List<Form> formsOfBytes(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("a marker needs " + SHORTEST + " bytes, or it is found by chance");
        }
        var bytes = Arrays.copyOf(secret, Math.min(secret.length, LONGEST));
        var forms = new ArrayList<Form>();
        forms.add(form("as it is", bytes));
        var hex = HexFormat.of().formatHex(bytes);
        forms.add(form("hexadecimal", hex));
        forms.add(form("hexadecimal in capitals", hex.toUpperCase(Locale.ROOT)));
        var percent = HexFormat.of().withPrefix("%");
        forms.add(form("percent encoding", percent.formatHex(bytes)));
        forms.add(form("percent encoding in capitals", percent.withUpperCase().formatHex(bytes)));
        for (int before = 0; before < 3; before++) {
            var encoded = base64(bytes, before);
            forms.add(form("Base64", encoded));
            var ofUrls = encoded.replace('+', '-').replace('/', '_');
            if (!ofUrls.equals(encoded)) {
                forms.add(form("Base64 of URLs", ofUrls));
            }
        }
        return forms;
    }

    /** The letters that these bytes alone decide when so many others come before them. */
    private static String base64(byte[] bytes, int before) {
        var shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        var first = Math.ceilDiv(before * Byte.SIZE, BITS_OF_A_LETTER);
        var last = shifted.length * Byte.SIZE / BITS_OF_A_LETTER;
        return Base64.getEncoder().encodeToString(shifted).substring(first, last);
    }

    private static Form form(String name, String text) {
        return form(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Form form(String name, byte[] bytes) {
        return new Form(name, bytes);
    }

    private static String digest(byte[] secret) {
        return HexFormat.of().formatHex(sha256(secret), 0, 8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    public String name() {
        return name;
    }

    List<Form> forms() {
        return forms;
    }

    /** What is to be written to try every form out. */
    public List<byte[]> everyForm() {
        return forms.stream().map(Form::bytes).toList();
    }

    /** Begins the secret's SHA-256: tells it from others in a report, and nothing else. */
    public String digest() {
        return digest;
    }

    boolean mayBeIn(Path file) {
        return home.filter(file::equals).isPresent();
    }

    @Override
    public String toString() {
        return "Marker[" + name + "]";
    }
}
