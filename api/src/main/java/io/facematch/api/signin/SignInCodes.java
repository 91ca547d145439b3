package io.facematch.api.signin;

import io.facematch.api.security.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * The codes that this process gave out and nobody has used yet. Each is 128 random bits, of which a digest is kept, in
 * memory only.
 */
@Component
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
public final class SignInCodes {
    public static final Duration LIFETIME = Duration.ofHours(1);

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final List<Waiting> codes = new ArrayList<>();

    SignInCodes(InstantSource clock) {
        this.clock = clock;
    }

    private record Waiting(byte[] digest, Owner owner, Instant end) {}

    /** @param owner whose token the code is good for, once */
    public synchronized String issue(Owner owner) {
        var random = new byte[BYTES];
        RANDOM.nextBytes(random);
        var code = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        codes.add(new Waiting(digest(code), owner, clock.instant().plus(LIFETIME)));
        return code;
    }

    /** Empty when there is no such code, whether it was used, is too old, or never was. */
    synchronized Optional<Owner> take(String code) {
        var now = clock.instant();
        codes.removeIf(each -> !now.isBefore(each.end));
        var digest = digest(code);
        var found = codes.stream()
                .filter(each -> MessageDigest.isEqual(each.digest, digest))
                .findFirst();
        found.ifPresent(codes::remove);
        return found.map(Waiting::owner);
    }

    private static byte[] digest(String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
