// Verifies that a webhook came from Facematch, and just now:
//     java VerifyWebhook.java ID TIMESTAMP SIGNATURES < body
// The arguments are its headers webhook-id, webhook-timestamp and webhook-signature, the body is what arrived, byte for byte.
// The secret is in WEBHOOK_SECRET. Needs Java 25. In a receiver, call isGenuine.

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

private static final Duration TOLERANCE = Duration.ofMinutes(5);

void main(String[] arguments) throws Exception {
    var secret = System.getenv("WEBHOOK_SECRET");
    if (arguments.length != 3 || secret == null) {
        System.err.println("usage: WEBHOOK_SECRET=whsec_... VerifyWebhook ID TIMESTAMP SIGNATURES < body");
        System.exit(2);
    }
    if (!isRecent(arguments[1], Instant.now())) {
        System.out.println("NOT VERIFIED: it was not sent within the last five minutes");
        System.exit(1);
    }
    if (!isGenuine(secret, arguments[0], arguments[1], arguments[2], System.in.readAllBytes())) {
        System.out.println("NOT VERIFIED: no signature is by this secret, of this message");
        System.exit(1);
    }
    System.out.println("VERIFIED: " + arguments[0]);
}

static boolean isRecent(String timestamp, Instant now) {
    return timestamp.matches("\\d{1,12}")
            && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs().compareTo(TOLERANCE) <= 0;
}

static boolean isGenuine(String secret, String id, String timestamp, String signatures, byte[] body)
        throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    var expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    return Arrays.stream(signatures.split(" "))
            .anyMatch(signature -> MessageDigest.isEqual(
                    signature.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)));
}
