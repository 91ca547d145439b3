package io.facematch.api;

import com.sun.management.OperatingSystemMXBean;
import io.facematch.payload.DigestKey;
import io.facematch.tenant.TenantKeys;
import io.facematch.testing.Form;
import io.facematch.testing.TestOutcomes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Searches and exports a year of outcomes of 50 clients, which it loads by SQL. Run with {@code -Xmx256m
 * -Dfacematch.test.max-exported=100000000}; goals: the first page of any search under 200 ms with ten million rows, an
 * export of a million rows under a minute. Arguments: number of rows, and whether exports are measured, too ({@code export}).
 */
final class OutcomeSearchBenchmark {
    private static final int ROUNDS = 9;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String TENANT = "benchmark";

    private static final List<String> SEARCHES = List.of(
            "",
            "order=oldest",
            "from=LAST30",
            "from=LAST30&order=oldest",
            "client=client-7",
            "client=client-7&order=oldest",
            "surface=azakaw",
            "surface=none",
            "status=Success",
            "status=NoFaceDetected",
            "status=Error",
            "status=Error&order=oldest",
            "status=Error&client=client-7",
            "status=Error&client=client-7&from=LAST30",
            "decision=match",
            "decision=non_match",
            "decision=non_match&client=client-7&order=oldest",
            "similarity_min=0.69&similarity_max=0.71",
            "similarity_min=0.699&similarity_max=0.7001",
            "similarity_min=0.699&similarity_max=0.7001&client=client-7&order=oldest",
            "similarity_min=0.6999&similarity_max=0.7&surface=azakaw&order=oldest",
            "model=facematch-mobile-v1",
            "model=none",
            "model=facematch-mobile-v1&client=client-7&decision=non_match",
            "calibration=facematch-mobile-v1/1",
            "calibration=none",
            "job=JOB",
            "client=none",
            "client=client-7&surface=azakaw");

    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);

    private OutcomeSearchBenchmark() {}

    /** Prints one line per search, and one per format. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var rows = Integer.parseInt(arguments[0]);
        var api = ApiServer.get();
        var today = LocalDate.now(ZoneOffset.UTC);
        var start = System.nanoTime();
        for (int part = 0; part < 12; part++) {
            TestOutcomes.load(api.sql, TENANT, rows / 12, 30, today.minusDays(330 - 30L * part));
        }
        System.out.printf("%,d rows loaded in %.0f s%n", rows / 12 * 12, seconds(start));
        api.sql.sql("""
                        update outcome set probe_photo_digest = sha256(convert_to(job_id::text || pair_index, 'UTF8')),
                            reference_photo_digest = sha256(subject_reference) where tenant = ?""").param(TENANT).update();
        var followed = System.nanoTime();
        api.follow(TENANT);
        System.out.printf("followed in %.0f s%n", seconds(followed));
        api.sql.sql("vacuum analyze outcome").update();
        api.sql.sql("vacuum analyze audit_entry").update();
        System.out.println(api.sql
                        .sql("select pg_size_pretty(sum(pg_total_relation_size(inhrelid))) from pg_inherits"
                                + " where inhparent = 'audit_entry'::regclass")
                        .query(String.class)
                        .single()
                + " of entries and indexes; " + api.database().jdbcUrl());
        var job = api.sql
                .sql("select job_id::text from audit_entry where tenant = ? limit 1 offset 1000")
                .param(TENANT)
                .query(String.class)
                .single();
        var digest = api.bean(DigestKey.class)
                .digest("subject", TENANT)
                .doFinal("somebody".getBytes(StandardCharsets.UTF_8));
        api.sql
                .sql(
                        "update audit_entry set subject_reference = ? where tenant = ? and leaf_index in (5, 300000, 700000)")
                .params(digest, TENANT)
                .update();
        var keys = api.bean(TenantKeys.class);
        keys.makePhotos(TENANT);
        var photo =
                HexFormat.of().parseHex(keys.findPhotos(TENANT).orElseThrow().digest(ByteBuffer.wrap(PHOTO)));
        for (var side : List.of("probe", "reference")) {
            api.sql
                    .sql("update audit_entry set " + side
                            + "_photo_digest = ? where tenant = ? and leaf_index % 50000 = ?")
                    .params(photo, TENANT, side.length())
                    .update();
        }
        if (arguments.length > 1) {
            for (var format : List.of("csv", "jsonl", "xlsx")) {
                export(api, format);
            }
        }
        var token = Tokens.of(TENANT, "facematch.audit");
        for (var search : SEARCHES) {
            var query = search.replace("LAST30", today.minusDays(30).toString()).replace("JOB", job);
            measure(search, () -> api.get(token, "/v1/outcomes?" + query));
        }
        measure(
                "subject",
                () -> api.post(
                        token,
                        "/v1/outcomes/search",
                        "application/json",
                        "{\"subject\": \"somebody\"}".getBytes(StandardCharsets.UTF_8)));
        measure(
                "photo",
                () -> api.post(
                        token,
                        "/v1/outcomes/search",
                        Form.CONTENT_TYPE,
                        new Form().file("photo", PHOTO).build()));
        System.exit(0);
    }

    private interface Request {
        Answer send();
    }

    private static void measure(String name, Request request) {
        var times = new double[ROUNDS];
        var found = 0;
        var status = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var start = System.nanoTime();
            var answer = request.send();
            times[round] = seconds(start) * 1000;
            status = answer.status();
            found = status == 200 ? answer.json().get("items").size() : -1;
        }
        var first = times[0];
        Arrays.sort(times);
        System.out.printf(
                "%-80s %d %3d items, first %7.1f ms, median %7.1f ms, worst %7.1f ms%n",
                name, status, found, first, times[ROUNDS / 2], times[ROUNDS - 1]);
    }

    private static void export(ApiServer api, String format) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var start = System.nanoTime();
            var firstByte = 0.0;
            var bytes = 0L;
            var oldGeneration = 0L;
            var cpu = cpuSeconds();
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + api.port() + "/v1/outcomes/export?format=" + format))
                    .header("Authorization", "Bearer " + Tokens.of(TENANT, "facematch.audit"))
                    .build();
            try (var body = http.send(request, BodyHandlers.ofInputStream()).body()) {
                var buffer = new byte[BUFFER_BYTES];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    firstByte = bytes == 0 ? seconds(start) : firstByte;
                    bytes += read;
                }
            }
            for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
                if (pool.getName().contains("Tenured") || pool.getName().contains("Old Gen")) {
                    oldGeneration = pool.getPeakUsage().getUsed() >> 20;
                }
            }
            System.out.printf(
                    "%-5s %6.1f s (%.1f s of processor in this process, client and all), first byte after %.1f s, %,d MB,"
                            + " old generation at most %d MB, heap limit %d MB%n",
                    format,
                    seconds(start),
                    cpuSeconds() - cpu,
                    firstByte,
                    bytes / 1_000_000,
                    oldGeneration,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private static double cpuSeconds() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
