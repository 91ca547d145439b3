package io.facematch.job;

import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.security.MessageDigest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ties a database to its master key: the first process to start writes the key's digest, the others must agree. */
final class MasterKeyCheck {
    private MasterKeyCheck() {}

    static void require(JdbcClient jdbc, MasterKey key) {
        var digest = key.digest("installation", "").doFinal();
        jdbc.sql("insert into installation (master_key_check) values (?) on conflict do nothing")
                .param(digest)
                .update();
        var known = jdbc.sql("select master_key_check from installation")
                .query(byte[].class)
                .single();
        if (!MessageDigest.isEqual(digest, known)) {
            throw new UnusableMasterKey(
                    "this database was set up with another one. Only that one opens what is stored here: configure it");
        }
    }
}
