package io.facematch.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL with a replica that has every commit before it counts. The processes know both servers. */
@Tag("chaos")
class ReplicaIT {
    @Test
    void aReplicaTakesOverFromADatabaseThatDied(@TempDir Path folder) throws Exception {
        assumeTrue(PostgresServer.canFollow(), "no pg_basebackup in /usr/lib/postgresql: install PostgreSQL");
        try (var installation = Installation.prepare(folder, 1);
                var replica = PostgresServer.following(installation.postgres(), folder.resolve("postgres/replica"))) {
            installation.set(
                    "FACEMATCH_DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:" + installation.postgres().port() + ",127.0.0.1:" + replica.port()
                            + "/facematch?targetServerType=primary");
            installation.begin();
            installation.startWorker().awaitReady();
            failOver(installation, replica);
        }
    }

    private static void failOver(Installation installation, PostgresServer replica) throws Exception {
        var invariants = Invariants.of(installation);
        try (var load = Load.on(installation, 60)) {
            installation.awaitMoreOutcomes(20);
            installation.postgres().kill();
            replica.promote();
            installation.databaseIs(replica.database());
            var healed = System.nanoTime();
            installation.awaitMoreOutcomes(1);
            Report.survived("failover", "the first outcome in a promoted replica", Report.since(healed));
            invariants.remember();
            installation.awaitMoreOutcomes(20);
            load.finish();
        }
        invariants.hold();
    }
}
