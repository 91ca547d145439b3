package io.facematch.standalone;

import io.facematch.standalone.local.LocalIssuer;
import io.facematch.testing.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A new home unpacks PostgreSQL's programs and makes a key, which takes seconds: most homes of tests share theirs. */
final class TestHome {
    private static final Path SHARED =
            Path.of("target", "home-" + TestProcess.number()).toAbsolutePath();

    private TestHome() {}

    /** Before the first start in {@code folder}; afterwards it changes nothing. */
    static Path prepare(Path folder) throws IOException {
        var programs = Files.createDirectories(SHARED.resolve("programs"));
        var link = folder.resolve("postgres").resolve("programs");
        if (!Files.exists(link)) {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, programs);
        }
        var key = folder.resolve("issuer.private.pem");
        if (!Files.exists(key)) {
            Files.copy(
                    LocalIssuer.open(SHARED.resolve("issuer.private.pem")).privateKeyFile(),
                    key,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        return folder;
    }
}
