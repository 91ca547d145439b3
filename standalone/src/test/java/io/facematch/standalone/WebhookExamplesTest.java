package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs in {@code examples/} that verify a webhook, which share no code with the product. */
class WebhookExamplesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "0199f1d2-a1b2-7c3d-9e4f-5a6b7c8d9e0f";
    /** Quotes, other letters and a line break: all that a program may change on the way. */
    private static final String BODY = "{\"type\":\"job.completed\",\"data\":{\"who\":\"Müller $x `y` \\\\ %s\"}}\n";

    private static final String FORGED = "NOT VERIFIED: no signature is by this secret, of this message\n";
    private static final String OLD = "NOT VERIFIED: it was not sent within the last five minutes\n";

    private final String now = Long.toString(Instant.now().getEpochSecond());

    enum Verifier {
        BASH("verify-webhook.sh", "bash", "openssl"),
        JAVA("VerifyWebhook.java", java(), java()),
        PYTHON("verify-webhook.py", "python3", "python3");

        private final String file;
        private final String interpreter;
        private final String needs;

        Verifier(String file, String interpreter, String needs) {
            this.file = file;
            this.interpreter = interpreter;
            this.needs = needs;
        }

        private static String java() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }

        Said verify(String secret, String id, String timestamp, String signatures, String body)
                throws IOException, InterruptedException {
            assumeTrue(ExampleProgram.isInstalled(needs), "%s is not run: no %s here".formatted(file, needs));
            var builder = new ProcessBuilder(
                            interpreter,
                            Samples.project().resolve("examples").resolve(file).toString(),
                            id,
                            timestamp,
                            signatures)
                    .redirectErrorStream(true);
            builder.environment().put("WEBHOOK_SECRET", secret);
            var process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(body.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It has said all it has to say before it read this.
            }
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        }
    }

    record Said(int status, String text) {}

    @ParameterizedTest
    @EnumSource(Verifier.class)
    void verifiesWhatWasSentJustNow(Verifier program) throws Exception {
        var signature = sign(SECRET, now, BODY);

        assertThat(program.verify(SECRET, ID, now, signature, BODY)).isEqualTo(new Said(0, "VERIFIED: " + ID + "\n"));
        assertThat(program.verify(SECRET, ID, now, "v1,AAAA v2,x " + signature, BODY)
                        .status())
                .as("one of several signatures")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Verifier.class)
    void refusesWhatIsForged(Verifier program) throws Exception {
        var signature = sign(SECRET, now, BODY);
        var other = Long.toString(Long.parseLong(now) - 1);

        assertThat(program.verify(SECRET, ID, now, signature, BODY + " ")).isEqualTo(new Said(1, FORGED));
        assertThat(program.verify(SECRET, ID + "0", now, signature, BODY)).isEqualTo(new Said(1, FORGED));
        assertThat(program.verify(SECRET, ID, other, signature, BODY)).isEqualTo(new Said(1, FORGED));
        assertThat(program.verify("whsec_" + "A".repeat(32), ID, now, signature, BODY))
                .isEqualTo(new Said(1, FORGED));
        assertThat(program.verify(SECRET, ID, now, signature.substring("v1,".length()), BODY))
                .isEqualTo(new Said(1, FORGED));
        assertThat(program.verify(SECRET, ID, now, "", BODY)).isEqualTo(new Said(1, FORGED));
    }

    @ParameterizedTest
    @EnumSource(Verifier.class)
    void refusesWhatIsOld(Verifier program) throws Exception {
        for (var seconds : Stream.of(Duration.ofMinutes(-6), Duration.ofMinutes(6))
                .map(away -> Instant.now().plus(away).getEpochSecond())
                .map(Object::toString)
                .toList()) {
            assertThat(program.verify(SECRET, ID, seconds, sign(SECRET, seconds, BODY), BODY))
                    .isEqualTo(new Said(1, OLD));
        }
        assertThat(program.verify(SECRET, ID, "now", sign(SECRET, "now", BODY), BODY))
                .isEqualTo(new Said(1, OLD));
    }

    private static String sign(String secret, String timestamp, String body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(
                                mac.doFinal((ID + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
    }
}
