package io.facematch.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority that nobody knows, and a server's certificate of it for 127.0.0.1, not for its name. Made by OpenSSL. */
public record Certificates(Path authority, Path server, Path serverKey) {
    public static Certificates make(Path folder) throws IOException, InterruptedException {
        var authority = folder.resolve("ca.pem");
        var authorityKey = folder.resolve("ca.key");
        var server = folder.resolve("server.pem");
        var serverKey = folder.resolve("server.key");
        openssl("-keyout", authorityKey.toString(), "-out", authority.toString(), "-subj", "/CN=test authority");
        openssl(
                "-keyout",
                serverKey.toString(),
                "-out",
                server.toString(),
                "-subj",
                "/CN=test server",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-addext",
                "basicConstraints=CA:FALSE",
                "-CA",
                authority.toString(),
                "-CAkey",
                authorityKey.toString());
        return new Certificates(authority, server, serverKey);
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2"));
        command.addAll(List.of(arguments));
        var log = Files.createTempFile("openssl", ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
        Files.delete(log);
    }
}
