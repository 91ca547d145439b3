package io.facematch.epoch;

import io.facematch.payload.DigestKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What ties a database to its master key and to its folder of keys. The API makes it at its first start; every process
 * that starts afterwards must have the same master key.
 */
public final class Installation {
    private final JdbcClient jdbc;
    private final MasterKeys keys;
    private final UUID id;
    private final DigestKey digests;

    private Installation(JdbcClient jdbc, MasterKeys keys, UUID id, DigestKey digests) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.id = id;
        this.digests = digests;
    }

    /** Stands for a process that may set up the database, the API; a worker has none. */
    public record Maker() {}

    private record Row(UUID id, byte @Nullable [] check, byte @Nullable [] digestKey) {}

    /**
     * For the API: sets up what is not there yet, and wraps the digest key anew when the master key has changed.
     *
     * @throws UnusableMasterKey if the database was set up with another master key
     */
    public static Installation openOrMake(JdbcClient jdbc, MasterKeys keys) {
        jdbc.sql("insert into installation (digest_key) values (?) on conflict do nothing")
                .param(DigestKey.random().wrap(keys))
                .update();
        var row = read(jdbc);
        if (row.digestKey() == null) {
            // The digests of before 0.2 came from the master key itself: they must stay what they are.
            jdbc.sql("update installation set digest_key = ?, master_key_check = null where digest_key is null")
                    .param(digestKeyOfBefore(row, keys).wrap(keys))
                    .update();
        }
        var installation = open(jdbc, keys);
        installation.wrapAnew();
        return installation;
    }

    /**
     * For a worker.
     *
     * @throws UnusableMasterKey if the database was set up with another master key
     */
    public static Installation open(JdbcClient jdbc, MasterKeys keys) {
        var row = read(jdbc);
        var wrapped = row.digestKey();
        if (wrapped == null) {
            return new Installation(jdbc, keys, row.id(), digestKeyOfBefore(row, keys));
        }
        try {
            return new Installation(jdbc, keys, row.id(), DigestKey.unwrap(wrapped, keys));
        } catch (UnusableMasterKey e) {
            throw another();
        }
    }

    /** Of the database. */
    public UUID id() {
        return id;
    }

    /** By which subjects and requests are known again. */
    DigestKey digests() {
        return digests;
    }

    /**
     * Does something only after a new master key came: from then on the one before is not needed for the digests.
     *
     * @return whether this process was the one to do it
     */
    public boolean wrapAnew() {
        var wrapped = read(jdbc).digestKey();
        return wrapped != null
                && !keys.isCurrent(wrapped)
                && jdbc.sql("update installation set digest_key = ? where digest_key = ?")
                                .params(digests.wrap(keys), wrapped)
                                .update()
                        == 1;
    }

    private static DigestKey digestKeyOfBefore(Row row, MasterKeys keys) {
        return keys.all().stream()
                .map(key -> key.digestKey())
                .filter(digests ->
                        MessageDigest.isEqual(digests.digest("installation", "").doFinal(), row.check()))
                .findFirst()
                .orElseThrow(Installation::another);
    }

    private static Row read(JdbcClient jdbc) {
        return jdbc.sql("select id, master_key_check, digest_key from installation")
                .query((row, n) -> new Row(row.getObject(1, UUID.class), row.getBytes(2), row.getBytes(3)))
                .optional()
                .orElseThrow(() -> new NotSetUp());
    }

    private static UnusableMasterKey another() {
        return new UnusableMasterKey(
                "this database was set up with another one. Only that one opens what is stored here: configure it");
    }

    /** No API has used this database yet. */
    public static final class NotSetUp extends RuntimeException {
        NotSetUp() {
            super("the database is not set up yet: start the API first");
        }
    }
}
