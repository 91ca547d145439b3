package io.facematch.standalone.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The users of a {@link LocalPostgres}. Each has a random password, in a file of the state folder that only its owner can
 * read.
 */
public enum DatabaseUser {
    /** May do everything in the database, and so with the rights of the server's process: only makes the others. */
    SUPERUSER("postgres"),
    /** Owns the tables: migrates, and keeps the clients. */
    OWNER("facematch_owner"),
    /** An API process of its own. */
    API("facematch_api"),
    /** A worker process of its own. */
    WORKER("facematch_worker"),
    /** For people and their tools: reads the audit of one tenant. The API reads audits with no more rights than these. */
    AUDITOR("facematch_auditor"),
    /** For people and their tools: drops old months of outcomes. */
    RETENTION("facematch_retention"),
    /** API and worker in one process, with the rights of both. */
    SERVER("facematch_server");

    private static final int PASSWORD_BYTES = 24;

    private final String username;

    DatabaseUser(String username) {
        this.username = username;
    }

    public String username() {
        return username;
    }

    /** @param folder of the database */
    public Path passwordFile(Path folder) {
        return folder.resolve(username + ".password");
    }

    /** Makes one when there is none. */
    public String password(Path folder) throws IOException {
        var file = passwordFile(folder);
        if (!Files.exists(file)) {
            keep(folder, random());
        }
        return Files.readString(file).strip();
    }

    void keep(Path folder, String password) throws IOException {
        Home.writeOnce(passwordFile(folder), password + "\n");
    }

    static String random() {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
