package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.facematch.transparency.tree.TreeHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whether pairs and outcomes add up, and how far they are proven. */
class ReconciliationReportIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "reconciliation-" + UUID.randomUUID();
    private final String auditor = Tokens.of(tenant, "facematch.audit");
    private final String sender = Tokens.of(tenant, "web", "facematch.bulk facematch.compare facematch.cancel");

    private UUID archive(String... stems) {
        return API.postZip(sender, Zip.ofPairs(stems)).id();
    }

    private JsonNode report(String query) {
        var answer = API.get(auditor, "/v1/audit/reports/reconciliation" + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> inWords(JsonNode report) {
        return report.get("rows")
                .valueStream()
                .map(row -> row.get("job").asString() + " " + row.get("state").asString() + " "
                        + row.get("pairs").asInt() + "-" + row.get("outcomes").asInt() + "="
                        + row.get("missing").asInt())
                .toList();
    }

    @Test
    void pairsInAreOutcomesOut() {
        var complete = archive("a", "b", "c");
        var running = archive("a", "b");
        var cancelled = archive("a", "b", "c");
        var single =
                API.postPair(sender, Form.pair(new byte[] {1}, new byte[] {2})).id();
        for (var job : List.of(complete, single)) {
            API.complete(job);
        }
        API.decide(running, 0, 1, index -> ApiServer.compared(0.9));
        API.decide(cancelled, 0, 1, index -> ApiServer.compared(0.9));
        assertThat(API.delete(sender, "/v1/jobs/" + cancelled).status()).isEqualTo(200);
        API.follow(tenant);

        var report = report("");

        assertThat(inWords(report))
                .containsExactly(
                        cancelled + " CANCELLED 3-1=2", running + " RUNNING 2-1=1", complete + " COMPLETED 3-3=0");
        assertThat(report.get("totals").toString()).isEqualTo("{\"pairs\":8,\"outcomes\":5,\"missing\":3}");
        assertThat(report.at("/rows/0/client").asString()).isEqualTo("web");
        assertThat(report.get("notes").toString()).contains("CANCELLED and EXPIRED", "COMPLETED job that misses one");
        assertThat(inWords(report("?missing_only=true")))
                .containsExactly(cancelled + " CANCELLED 3-1=2", running + " RUNNING 2-1=1");

        API.decide(running, 1, 2, index -> ApiServer.compared(0.9));
        API.follow(tenant);
        assertThat(inWords(report(""))).contains(running + " COMPLETED 2-2=0");
    }

    /** What jobs count of themselves would not tell. */
    @Test
    void anOutcomeThatWasLostBeforeItWasInTheLogIsMissing() {
        var job = archive("a", "b", "c");
        API.decide(job, 0, 2, index -> ApiServer.compared(0.9));
        API.follow(tenant);
        API.sql.sql("begin").update();
        try {
            // Nobody follows outcomes meanwhile.
            API.sql
                    .sql("select pg_advisory_xact_lock(hashtext('facematch.audit.stream'))")
                    .query((row, n) -> 0)
                    .list();
            API.decide(job, 2, 3, index -> ApiServer.compared(0.9));
            assertThat(API.sql
                            .sql("delete from outcome where job_id = ? and pair_index = 2")
                            .param(job)
                            .update())
                    .isEqualTo(1);
        } finally {
            API.sql.sql("commit").update();
        }
        API.follow(tenant);

        assertThat(inWords(report("?missing_only=true"))).containsExactly(job + " COMPLETED 3-2=1");
    }

    @Test
    void anOutcomeThatWasLostLaterWasThere() {
        var job = archive("a", "b");
        API.complete(job);
        API.follow(tenant);
        API.sql
                .sql("delete from outcome where job_id = ? and pair_index = 0")
                .param(job)
                .update();

        assertThat(inWords(report(""))).containsExactly(job + " COMPLETED 2-2=0");
    }

    @Test
    void pagesHaveEachJobOnce() {
        var jobs = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            jobs.addFirst(archive("a").toString());
        }
        var seen = new ArrayList<String>();
        var query = "?limit=2";
        JsonNode page;
        do {
            page = report(query);
            page.get("rows").forEach(row -> seen.add(row.get("job").asString()));
            assertThat(page.at("/totals/pairs").asInt()).as("on every page").isGreaterThanOrEqualTo(5);
            if (seen.size() == 2) {
                archive("meanwhile");
            }
            query = page.has("next_cursor")
                    ? "?limit=2&cursor=" + page.get("next_cursor").asString()
                    : "";
        } while (!query.isEmpty());

        assertThat(seen).isEqualTo(jobs);
    }

    @Test
    void filtersAndTenantsAreApart() {
        var job = archive("a");

        assertThat(inWords(report("?client=web&surface=v1"))).containsExactly(job + " RUNNING 1-0=1");
        assertThat(report("?client=another").get("rows")).isEmpty();
        assertThat(report("?surface=azakaw").get("rows")).isEmpty();
        assertThat(report("?from=" + API.clock.instant().plus(Duration.ofSeconds(1)) + "&to="
                                + API.clock.instant().plus(Duration.ofDays(1)))
                        .get("rows"))
                .isEmpty();
        assertThat(report("?to=2020-01-01").get("rows")).isEmpty();
        assertThat(API.get(Tokens.of(tenant + "-other", "facematch.audit"), "/v1/audit/reports/reconciliation")
                        .json()
                        .get("rows"))
                .isEmpty();
        assertThat(API.get(auditor, "/v1/audit/reports/reconciliation?model=m").status())
                .isEqualTo(400);
        assertThat(API.get(auditor, "/v1/audit/reports/reconciliation?missing_only=yes")
                        .status())
                .isEqualTo(400);
    }

    private JsonNode proof() {
        var report = API.get(auditor, "/v1/audit/reports/proof").json();
        assertThat(report.get("rows")).hasSize(1);
        return report.get("rows").get(0);
    }

    @Test
    void proofTellsHowFarTheLogIs() {
        var empty = proof();
        assertThat(empty.get("size").asInt()).isZero();
        assertThat(empty.get("root").asString()).isEqualTo(TreeHead.EMPTY.root().base64());
        assertThat(empty.has("signed_at")).isFalse();

        API.complete(archive("a", "b", "c"));
        API.follow(tenant);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> API.get(auditor, "/v1/audit/checkpoint").status() == 200
                        && proof().path("signed_size").asInt()
                                == proof().get("size").asInt());
        var row = proof();

        assertThat(row.get("size").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(row.has("signed_at")).isTrue();
        assertThat(row.get("lag_ms").asDouble()).isZero();
        var keys = API.get(auditor, "/v1/audit/keys").text();
        assertThat(row.get("signers").asString().split(", ", -1))
                .hasSize(2)
                .allSatisfy(signer -> assertThat(keys).contains(signer + "+"));
        assertThat(API.get(auditor, "/v1/audit/reports/proof?client=web").status())
                .isEqualTo(400);
    }

    @Test
    void proofTellsHowLongTheOldestOutcomeWaits() {
        var job = archive("a");
        API.follow(tenant);
        API.sql.sql("begin").update();
        try {
            API.sql
                    .sql("select pg_advisory_xact_lock(hashtext('facematch.audit.stream'))")
                    .query((row, n) -> 0)
                    .list();
            API.decide(job, 0, 1, index -> ApiServer.compared(0.9));
            API.clock.ahead(Duration.ofSeconds(90));

            assertThat(proof().get("lag_ms").asDouble()).isGreaterThanOrEqualTo(90_000);
            assertThat(API.get(Tokens.of(tenant + "-other", "facematch.audit"), "/v1/audit/reports/proof")
                            .json()
                            .at("/rows/0/lag_ms")
                            .asDouble())
                    .as("nothing of another tenant waits")
                    .isZero();
        } finally {
            API.clock.reset();
            API.sql.sql("commit").update();
        }
    }
}
