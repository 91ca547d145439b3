package io.facematch.api.issuer;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.facematch.api.issuer.SigningKey.UnusableSigningKey;
import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.api.securitylog.SecurityLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the issuer. One signs; all of them are published and accepted, so that tokens of the key before stay valid, and
 * that everybody knows a new key before the first token of it comes. Safe for use by many threads.
 *
 * <p>In a file they stand in PEM, the newest first. A line {@code Signs from: 2026-12-01T00:00:00Z} before a key says when
 * it takes over; without it, a key signs at once. The file is read again when it changes.
 */
public final class SigningKeys {
    /** What stands before the time in a file with several keys. */
    public static final String SIGNS_FROM = "Signs from: ";

    private static final Pattern BLOCK =
            Pattern.compile("(?:" + SIGNS_FROM + "(\\S+)\\s+)?(-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----)");

    private final @Nullable Path file;
    private volatile Read read;

    private SigningKeys(@Nullable Path file, Read read) {
        this.file = file;
        this.read = read;
    }

    /** @param from when it takes over */
    public record Dated(SigningKey key, Instant from) {}

    private record Read(List<Dated> keys, @Nullable FileTime changed) {}

    /**
     * Reads RSA and P-256 private keys in PEM (PKCS #8), or one as a JWK.
     *
     * @throws UnusableSigningKey if there is none, or one can't be used, or every user may read the file
     */
    public static SigningKeys load(Path file) {
        return new SigningKeys(file, read(file));
    }

    static SigningKeys parse(String text) {
        return new SigningKeys(null, new Read(keys(text, SigningKey::parse), null));
    }

    private static Read read(Path file) {
        try {
            var changed = Files.getLastModifiedTime(file);
            return new Read(keys(SigningKey.text(file), text -> SigningKey.parse(text, file)), changed);
        } catch (IOException e) {
            throw SigningKey.unreadable(file);
        }
    }

    private interface Parser {
        SigningKey of(String text);
    }

    private static List<Dated> keys(String text, Parser parser) {
        var keys = new ArrayList<Dated>();
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            keys.add(new Dated(parser.of(blocks.group(2)), time(blocks.group(1))));
        }
        return keys.isEmpty() ? List.of(new Dated(parser.of(text), Instant.MIN)) : List.copyOf(keys);
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.MIN : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnusableSigningKey(
                    "'" + SIGNS_FROM.strip() + "' is followed by no time such as 2026-12-01T00:00:00Z");
        }
    }

    /** The newest first. */
    public List<Dated> all() {
        readAgain();
        return read.keys();
    }

    /** The newest key whose time has come; the oldest when none has. */
    public SigningKey signing(Instant now) {
        var keys = all();
        return keys.stream()
                .filter(key -> !key.from().isAfter(now))
                .findFirst()
                .orElseGet(keys::getLast)
                .key();
    }

    private void readAgain() {
        if (file == null) {
            return;
        }
        try {
            if (!Files.getLastModifiedTime(file).equals(read.changed())) {
                read = read(file);
                SecurityLog.record(SecurityEvent.KEYS_ROTATED, "keys", "signing");
            }
        } catch (IOException | UnusableSigningKey e) {
            // Those that are known go on; the next start will tell.
        }
    }

    /** Both halves, for signing. */
    JWKSource<SecurityContext> privateKeys() {
        return (selector, context) -> select(selector, key -> key);
    }

    /** What tokens are checked with. */
    public JWKSource<SecurityContext> publicKeys() {
        return (selector, context) -> select(selector, JWK::toPublicJWK);
    }

    private List<JWK> select(JWKSelector selector, UnaryOperator<JWK> half) {
        return selector.select(new JWKSet(
                all().stream().map(key -> half.apply(key.key().key())).toList()));
    }

    @Override
    public String toString() {
        return "SigningKeys[" + read.keys().size() + "]";
    }
}
