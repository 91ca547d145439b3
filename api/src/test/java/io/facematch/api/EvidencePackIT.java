package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.api.audit.pack.PackFinding;
import io.facematch.api.audit.pack.PackVerdict;
import io.facematch.api.audit.pack.PackVerification;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** An evidence pack as the API makes it: it is believed as it is, and every forgery of it is found. */
class EvidencePackIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "pack-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "risk", "facematch.audit");
    private static final String SENSITIVE = Tokens.of(TENANT, "risk", "facematch.audit facematch.audit.sensitive");
    private static final int ROWS = 41;

    private static UUID archive;
    private static byte[] pack;
    private static List<VerifierKey> keys;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void makeAPack() throws Exception {
        var stems = new String[ROWS - 1];
        for (int i = 0; i < stems.length; i++) {
            stems[i] = "stem-" + i;
        }
        archive = API.postZip(Tokens.of(TENANT, "=bank, \"north\"", "facematch.bulk"), Zip.ofPairs(stems))
                .id();
        API.decide(
                archive,
                0,
                stems.length,
                index -> index % 3 == 2
                        ? new NotCompared(null, Reason.NO_FACE)
                        : ApiServer.compared(0.6 + index / 100.0));
        API.complete(API.postPair(
                        Tokens.of(TENANT, "web", "facematch.compare"),
                        Form.pair(new byte[] {1}, new byte[] {2}).field("unique_id", "passport-4712"))
                .id());
        API.follow(TENANT);
        pack = fetch(AUDITOR, "{\"kind\": \"pack\"}");
        keys = API.get(AUDITOR, "/v1/audit/keys")
                .text()
                .lines()
                .map(EvidencePackIT::key)
                .toList();
    }

    private static VerifierKey key(String line) {
        try {
            return VerifierKey.parse(line);
        } catch (io.facematch.transparency.note.RefusedNote e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] fetch(String token, String body) {
        var address = ExportJobIT.awaitEnd(token, body);
        var file = API.get(token, address + "/content");
        assertThat(file.status()).as(API.get(token, address).toString()).isEqualTo(200);
        return file.body();
    }

    private PackVerdict verify(byte[] bytes) throws Exception {
        return verify(bytes, keys);
    }

    private PackVerdict verify(byte[] bytes, List<VerifierKey> known) throws Exception {
        var file = Files.write(folder.resolve("pack.zip"), bytes);
        return new PackVerification(
                        name -> known.stream()
                                .filter(key -> key.name().equals(name))
                                .toList(),
                        rows -> {})
                .verify(file);
    }

    private static Map<String, byte[]> files(byte[] zip) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> lines(Map<String, byte[]> files, String name) {
        return new ArrayList<>(List.of(new String(files.get(name), StandardCharsets.UTF_8).split("(?<=\n)")));
    }

    private static void put(Map<String, byte[]> files, String name, List<String> lines) {
        files.put(name, String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** With sums that fit, as whoever forges a pack would put them there. */
    private static void sumAnew(Map<String, byte[]> files) throws Exception {
        var sums = new StringBuilder();
        for (var file : files.entrySet()) {
            if (!file.getKey().startsWith("SHA256SUMS")) {
                var sum = MessageDigest.getInstance("SHA-256").digest(file.getValue());
                sums.append(HexFormat.of().formatHex(sum))
                        .append("  ")
                        .append(file.getKey())
                        .append('\n');
            }
        }
        files.put("SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isBelievedAsItIs() throws Exception {
        var verdict = verify(pack);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(ROWS);
        assertThat(verdict.erased()).isZero();
        assertThat(verdict.isByOwnKeys()).isFalse();
        assertThat(verdict.signers()).hasSize(2);
        assertThat(verdict.first()).isBeforeOrEqualTo(verdict.last());
        assertThat(verify(pack, List.of()).isByOwnKeys()).isTrue();
        assertThat(verify(zip(files(pack))).findings()).isEmpty();
    }

    @Test
    void hasTheRowsOfAnExport() throws Exception {
        var files = files(pack);

        assertThat(files.keySet())
                .containsExactly(
                        "proofs.jsonl",
                        "outcomes.csv",
                        "outcomes.jsonl",
                        "summary.html",
                        "checkpoint",
                        "keys",
                        "VERIFY.md",
                        "tlog-proof.py",
                        "verify-proof.py",
                        "manifest.json",
                        "SHA256SUMS",
                        "SHA256SUMS.note");
        assertBegin(
                API.get(AUDITOR, "/v1/outcomes/export?order=oldest").text().split("\r\n"),
                lines(files, "outcomes.csv"),
                "\r\n");
        assertBegin(
                API.get(AUDITOR, "/v1/outcomes/export?order=oldest&format=jsonl")
                        .text()
                        .split("\n"),
                lines(files, "outcomes.jsonl"),
                "}\n");
    }

    /** An export has more columns, all of them behind those of a pack. */
    private static void assertBegin(String[] exported, List<String> packed, String end) {
        assertThat(packed).hasSameSizeAs(exported).allMatch(line -> line.endsWith(end));
        for (int row = 0; row < exported.length; row++) {
            var line = packed.get(row);
            assertThat(exported[row]).startsWith(line.substring(0, line.length() - end.length()) + ",");
        }
    }

    /** To verify a pack is to write its tables anew: with another column, none that was made before would be intact. */
    @Test
    void hasTheColumnsThatPacksAlwaysHad() throws Exception {
        var columns = "id,job,pair_index,decided_at,tenant,client,surface,status,decision,similarity,cosine,threshold,"
                + "operating_point,model,card_sha256,detector,calibration,calibration_sha256,calibrated_with_this_detector,"
                + "image1_reason,image2_reason,pair_reason,image1_quality,image2_quality,image1_faces,image2_faces,"
                + "image1_rotation,image2_rotation,queue_ms,decode_ms,detect_ms,embed_ms,total_ms,worker,leaf_index";
        var sensitive = fetch(SENSITIVE, "{\"kind\": \"pack\", \"client\": \"nobody\", \"columns\": \"all\"}");

        assertThat(lines(files(pack), "outcomes.csv").getFirst()).isEqualTo(columns + "\r\n");
        assertThat(lines(files(sensitive), "outcomes.csv")).containsExactly(columns + ",subject_reference\r\n");
    }

    /** Also where the program that shows or verifies them has another one. */
    @Test
    void saysByWhichThresholdEachWasDecided() throws Exception {
        var token = Tokens.of(TENANT + "-threshold", "facematch.audit facematch.bulk");
        var job = API.postZip(token, Zip.ofPairs("a")).id();
        API.decide(API.open(job), 0, 1, index -> ApiServer.compared(0.599_96), 0.6);
        API.complete(API.postZip(token, Zip.ofPairs("b", "c")).id());
        API.follow(TENANT + "-threshold");
        var made = fetch(token, "{\"kind\": \"pack\"}");
        var known = API.get(token, "/v1/audit/keys")
                .text()
                .lines()
                .map(EvidencePackIT::key)
                .toList();

        assertThat(verify(made, known).findings()).isEmpty();
        assertThat(lines(files(made), "outcomes.csv").get(1)).contains(",non_match,0.5999,0.5,0.6,standard,");
        assertThat(new String(files(made).get("summary.html"), StandardCharsets.UTF_8)
                        .replace("</td><td class=\"n\">", " "))
                .contains("<td>standard 1 0.6<", "<td>standard 2 0.7<");
    }

    @Test
    void theSummaryTellsPeopleWhatIsInIt() throws Exception {
        var page = new String(files(pack).get("summary.html"), StandardCharsets.UTF_8);

        assertThat(page)
                .contains(
                        TENANT,
                        "=bank, &quot;north&quot;",
                        "<td>match</td>",
                        "NoFaceDetected",
                        "embedder-of-test",
                        "1".repeat(64),
                        "standard",
                        "risk, of " + TENANT)
                .doesNotContain("<script", "<link", "src=", "\"north\"<");
        assertThat(page.replace("</td><td class=\"n\">", " "))
                .contains(
                        "<tr><td>NoFaceDetected 13 ",
                        "<tr><td>=bank, &quot;north&quot; 40 20 7 13<",
                        "<tr><td>web 1 1 0 0<");
    }

    @Test
    void plainPacksShowNoSubjectAndSensitiveOnesDo() throws Exception {
        var reference = API.sql
                .sql(
                        "select distinct encode(subject_reference, 'hex') from outcome where tenant = ? and client = 'web'")
                .param(TENANT)
                .query(String.class)
                .single();
        var plain = files(fetch(AUDITOR, "{\"kind\": \"pack\", \"subject\": \"passport-4712\"}"));
        var sensitive = fetch(SENSITIVE, "{\"kind\": \"pack\", \"subject\": \"passport-4712\", \"columns\": \"all\"}");

        for (var file : plain.values()) {
            assertThat(new String(file, StandardCharsets.UTF_8)).doesNotContain(reference, "passport-4712");
        }
        assertThat(new String(files(sensitive).get("outcomes.csv"), StandardCharsets.UTF_8))
                .contains(reference);
        assertThat(new String(files(sensitive).get("proofs.jsonl"), StandardCharsets.UTF_8))
                .contains(reference);
        var verdict = verify(sensitive);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(1);
        // That of the row would open what was not to be shown, too.
        var salts = API.sql
                .sql("select encode(salt, 'base64') from audit_entry where tenant = ? and salt is not null")
                .param(TENANT)
                .query((row, n) -> row.getString(1))
                .list();
        assertThat(salts)
                .isNotEmpty()
                .noneMatch(new String(files(pack).get("proofs.jsonl"), StandardCharsets.UTF_8)::contains);
    }

    @Test
    void anEmptyPackIsOneToo() throws Exception {
        var verdict = verify(fetch(AUDITOR, "{\"kind\": \"pack\", \"client\": \"nobody\"}"));

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.rows()).isZero();
    }

    @Test
    void anErasedOutcomeIsProvenWithoutWhatWasErased() throws Exception {
        var tenant = "pack-erased-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "facematch.audit facematch.audit.sensitive facematch.admin");
        API.complete(API.postZip(Tokens.of(tenant, "a, \"b\"", "facematch.bulk"), Zip.ofPairs("gone", "here"))
                .id());
        API.follow(tenant);
        assertThat(API.post(
                                token,
                                "/v1/subjects/erase",
                                "application/json",
                                "{\"subject\": \"gone\"}".getBytes(StandardCharsets.UTF_8))
                        .json()
                        .get("outcomes")
                        .asInt())
                .isEqualTo(1);
        API.follow(tenant);
        var known = API.get(token, "/v1/audit/keys")
                .text()
                .lines()
                .map(EvidencePackIT::key)
                .toList();
        var bytes = fetch(token, "{\"kind\": \"pack\", \"columns\": \"all\"}");

        var verdict = verify(bytes, known);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(2);
        assertThat(verdict.erased()).isEqualTo(1);
        assertThat(lines(files(bytes), "proofs.jsonl"))
                .filteredOn(line -> !line.contains("\"salt\""))
                .hasSize(1);
        var files = files(bytes);
        var csv = lines(files, "outcomes.csv");
        for (int row = 1; row <= 2; row++) {
            csv.set(row, csv.get(row).replace(",match,", ",non_match,"));
        }
        put(files, "outcomes.csv", csv);
        sumAnew(files);
        assertThat(verify(zip(files), known).findings().getFirst().inWords()).contains("was changed in outcomes.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker = 'nobody'", "decided_at = 'infinity'"})
    void noPackIsMadeOfOutcomesThatWereChanged(String change) {
        var tenant = "pack-altered-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "facematch.audit");
        API.complete(API.postZip(Tokens.of(tenant, "facematch.bulk"), Zip.ofPairs("a", "b"))
                .id());
        API.follow(tenant);
        API.sql
                .sql("update outcome set " + change + " where tenant = ? and pair_index = 1")
                .param(tenant)
                .update();

        var address = ExportJobIT.awaitEnd(token, "{\"kind\": \"pack\"}");
        var export = API.get(token, address).json();
        assertThat(export.get("state").asString()).isEqualTo("failed");
        assertThat(export.at("/problem/code").asString()).isEqualTo("not-intact");
    }

    /** Each of them with sums that fit: the row is named, and the signature does not fit. */
    private void assertForged(String expected, Consumer<Map<String, byte[]>> forgery) throws Exception {
        var files = files(pack);
        forgery.accept(files);
        sumAnew(files);
        var findings = verify(zip(files)).findings();
        assertThat(findings.getFirst().inWords()).contains(expected);
        assertThat(findings).map(PackFinding::kind).contains(PackFinding.Kind.SIGNATURE);
    }

    private static Consumer<Map<String, byte[]>> line(String file, int line, String from, String to) {
        return files -> {
            var lines = lines(files, file);
            assertThat(lines.get(line)).contains(from);
            lines.set(line, lines.get(line).replaceFirst(java.util.regex.Pattern.quote(from), to));
            put(files, file, lines);
        };
    }

    private static Consumer<Map<String, byte[]>> lines(String file, Consumer<List<String>> forgery) {
        return files -> {
            var lines = lines(files, file);
            forgery.accept(lines);
            put(files, file, lines);
        };
    }

    @Test
    void namesARowThatWasChanged() throws Exception {
        assertForged(
                "row 4 (outcome " + archive + ".4) was changed in outcomes.csv",
                line("outcomes.csv", 5, "0.64", "0.74"));
        assertForged(
                "row 4 (outcome " + archive + ".4) was changed in outcomes.jsonl",
                line("outcomes.jsonl", 4, "0.64", "0.74"));
        assertForged(
                "row 2 (outcome " + archive + ".2) was changed in outcomes.csv",
                line("outcomes.csv", 3, "NoFaceDetected", "LowQuality"));
        // A leading apostrophe keeps spreadsheets from reading a formula; without it, the row is another one.
        assertForged(
                "row 0 (outcome " + archive + ".0) was changed in outcomes.csv",
                line("outcomes.csv", 1, "'=bank", "=bank"));
    }

    @Test
    void namesARowThatWasRemovedInsertedOrMoved() throws Exception {
        assertForged(
                "row 4 (outcome " + archive + ".4) was removed in outcomes.csv",
                lines("outcomes.csv", rows -> rows.remove(5)));
        assertForged("row 40", lines("outcomes.jsonl", List::removeLast));
        assertForged(
                "row 4 was inserted in outcomes.csv",
                lines("outcomes.csv", rows -> rows.add(5, rows.get(9).replace("match", "non_match"))));
        assertForged(
                "row 41 was inserted in outcomes.jsonl", lines("outcomes.jsonl", rows -> rows.add(rows.getFirst())));
        assertForged(
                "row 7 (outcome " + archive + ".7) was removed in outcomes.jsonl: another outcome stands there",
                lines("outcomes.jsonl", rows -> rows.set(7, rows.set(9, rows.get(7)))));
        assertForged("row 4 was removed in proofs.jsonl", lines("proofs.jsonl", rows -> rows.remove(4)));
        assertForged(
                "row 4 (outcome " + archive + ".0) was moved in proofs.jsonl",
                lines("proofs.jsonl", rows -> rows.add(4, rows.getFirst())));
    }

    /** From all three files, with everything that counts rows: only the signature tells. */
    @Test
    void findsThatARowWasLeftOutEverywhere() throws Exception {
        assertForged("SHA256SUMS is not what the keys have signed", files -> {
            lines("outcomes.csv", List::removeLast).accept(files);
            lines("outcomes.jsonl", List::removeLast).accept(files);
            lines("proofs.jsonl", List::removeLast).accept(files);
            line("manifest.json", 0, "\"rows\":" + ROWS, "\"rows\":" + (ROWS - 1))
                    .accept(files);
        });
        assertForged("manifest.json was changed: it says 41 rows, and 40 were read", files -> {
            lines("outcomes.csv", List::removeLast).accept(files);
            lines("outcomes.jsonl", List::removeLast).accept(files);
            lines("proofs.jsonl", List::removeLast).accept(files);
        });
    }

    /** An outcome that changed in all tables and in its leaf is not in the log. */
    @Test
    void findsLeavesAndProofsThatAreNotThoseOfTheLog() throws Exception {
        assertForged(
                "row 4 (outcome " + archive + ".4) is not in the log that was signed",
                line("proofs.jsonl", 4, "\\\"worker\\\":\\\"test\\\"", "\\\\\"worker\\\\\":\\\\\"best\\\\\""));
        assertForged(
                "row 4 (outcome " + archive + ".4) is not in the log that was signed", lines("proofs.jsonl", rows -> {
                    var own = JsonMapper.shared()
                            .readTree(rows.get(4))
                            .at("/hashes/0")
                            .asString();
                    var other = JsonMapper.shared()
                            .readTree(rows.get(9))
                            .at("/hashes/0")
                            .asString();
                    rows.set(4, rows.get(4).replace(own, other));
                }));
        assertForged(
                "row 4 (outcome " + archive + ".4) was changed in proofs.jsonl: what it says of its leaf",
                lines(
                        "proofs.jsonl",
                        rows -> rows.set(
                                4, rows.get(4).replace("\\\"similarity\\\":0.64", "\\\"similarity\\\":0.74"))));
        assertForged(
                "row 4 (outcome " + archive + ".4) is not in the log that was signed", lines("proofs.jsonl", rows -> {
                    var index = JsonMapper.shared()
                            .readTree(rows.get(4))
                            .get("index")
                            .asInt();
                    rows.set(4, rows.get(4).replace("\"index\":" + index, "\"index\":" + (index + 1)));
                }));
        assertForged("this is not a line of proofs", line("proofs.jsonl", 4, "{", "{ "));
        assertForged("this is not a line of proofs", lines("proofs.jsonl", rows -> rows.set(4, "[[[[[[[[]]]]]]]]\n")));
        assertForged("was changed in proofs.jsonl: what it says", lines("proofs.jsonl", rows -> {
            // Somebody else's leaf, with a name of its own.
            var row = rows.get(4).replace("\"id\":\"" + archive + ".4\"", "\"id\":\"" + archive + ".5\"");
            rows.set(4, row);
        }));
    }

    @Test
    void findsAnotherCheckpointAndOtherKeys() throws Exception {
        assertForged("checkpoint is not what the keys have signed", files -> {
            var note = new String(files.get("checkpoint"), StandardCharsets.UTF_8).split("\n", 3);
            files.put("checkpoint", (note[0] + "\n" + note[1] + "0\n" + note[2]).getBytes(StandardCharsets.UTF_8));
        });
        // With keys of one's own, the whole pack looks right but for those who know the keys.
        var foreign = API.get(Tokens.of("other-" + UUID.randomUUID(), "facematch.audit"), "/v1/audit/keys")
                .text();
        assertForged(
                "SHA256SUMS is not what the keys have signed",
                files -> files.put("keys", foreign.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proofs.jsonl",
                "outcomes.csv",
                "outcomes.jsonl",
                "summary.html",
                "checkpoint",
                "keys",
                "VERIFY.md",
                "tlog-proof.py",
                "verify-proof.py",
                "manifest.json",
                "SHA256SUMS",
                "SHA256SUMS.note"
            })
    void findsAFileThatIsMissingOrHasOneMoreByte(String name) throws Exception {
        var without = files(pack);
        without.remove(name);
        assertThat(verify(zip(without)).findings())
                .extracting(PackFinding::inWords)
                .containsExactly(name + " was removed");

        var more = files(pack);
        var known = Objects.requireNonNull(more.get(name));
        var bytes = Arrays.copyOf(known, known.length + 1);
        bytes[bytes.length - 1] = ' ';
        more.put(name, bytes);
        assertThat(verify(zip(more)).findings()).isNotEmpty();
    }

    @Test
    void findsALineOfTheManifestThatWasChangedAndAFileTooMany() throws Exception {
        var files = files(pack);
        var sums = lines(files, "SHA256SUMS");
        sums.set(3, "0".repeat(64) + "  summary.html\n");
        put(files, "SHA256SUMS", sums);
        assertThat(verify(zip(files)).findings())
                .extracting(PackFinding::inWords)
                .contains("summary.html was changed: SHA256SUMS has another sum of it");

        var more = files(pack);
        more.put("../../etc/cron.d/\u001b[31mevil", new byte[] {1});
        assertThat(verify(zip(more)).findings().getFirst().inWords())
                .isEqualTo("a file that no pack has was inserted: ../../etc/cron.d/?[31mevil");
    }

    @Test
    void refusesWhatIsNoPack() throws Exception {
        assertNoPack("it is no ZIP", "no zip at all".getBytes(StandardCharsets.UTF_8));
        assertNoPack("it is no ZIP", new byte[0]);
        var many = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 100; i++) {
            many.put("file-" + i, new byte[0]);
        }
        assertNoPack("it has more files than a pack", zip(many));
        assertThat(verify(zip(Map.of("a", new byte[0]))).findings()).hasSize(13);
        var cut = Arrays.copyOf(pack, pack.length / 2);
        assertNoPack("it is no ZIP", cut);
        var broken = pack.clone();
        for (int i = 200; i < 2000; i++) {
            broken[i] = (byte) (i * 31);
        }
        assertThatThrownBy(() -> verify(broken)).isInstanceOf(PackVerification.NoPack.class);
        var manifest = files(pack);
        manifest.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        assertNoPack("none of an evidence pack", zip(manifest));
        assertThatThrownBy(() -> new PackVerification(name -> keys, rows -> {}).verify(folder))
                .isInstanceOf(PackVerification.NoPack.class)
                .hasMessage("it is not a file");
        assertThatThrownBy(() -> new PackVerification(name -> keys, rows -> {}).verify(folder.resolve("none")))
                .hasMessage("there is no such file");
    }

    private void assertNoPack(String why, byte[] bytes) {
        assertThatThrownBy(() -> verify(bytes))
                .isInstanceOf(PackVerification.NoPack.class)
                .hasMessageContaining(why);
    }

    /** Of lines without end, of files that unpack to far more, and of what is no text. */
    @Test
    void isNotMadeToReadForLong() throws Exception {
        var endless = files(pack);
        endless.put("proofs.jsonl", "a".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        assertThat(verify(zip(endless)).findings().getFirst().inWords())
                .contains("can't be read in proofs.jsonl", "a line of more than");
        var quote = files(pack);
        quote.put("outcomes.csv", ("\"" + "\n".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8));
        assertThat(verify(zip(quote)).findings().getFirst().inWords()).contains("can't be read in outcomes.csv");
        var bomb = files(pack);
        bomb.put("outcomes.jsonl", new byte[80 << 20]);
        assertNoPack("unpacks to more than", zip(bomb));
        var large = files(pack);
        large.put("summary.html", new byte[17 << 20]);
        assertNoPack("is larger than in any pack", zip(large));
        var noText = files(pack);
        noText.put("outcomes.jsonl", new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
        noText.put("keys", new byte[] {(byte) 0xFF, '\n'});
        assertThat(verify(zip(noText)).findings()).isNotEmpty();
        assertThat(verify(zip(noText), List.of()).findings()).isNotEmpty();
    }

    @Test
    void theInstructionsWorkWithPythonAndSha256sum() throws Exception {
        assumeTrue(isInstalled("python3") && isInstalled("openssl"), "no python3 or openssl here");
        for (var file : files(pack).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }

        assertThat(run("sha256sum", "-c", "SHA256SUMS"))
                .contains("outcomes.csv: OK")
                .doesNotContain("FAILED");
        var proof = run("python3", "tlog-proof.py", archive + ".7");
        assertThat(proof).startsWith("c2sp.org/tlog-proof@v1\n");
        Files.writeString(folder.resolve("outcome.tlog-proof"), proof);
        assertThat(run("python3", "verify-proof.py", "outcome.tlog-proof", "keys"))
                .startsWith("VERIFIED: leaf ")
                .contains("\"pair_index\":7");
        assertThat(run("python3", "tlog-proof.py", archive + ".700")).contains("The pack has no outcome of this id");
    }

    /** With Debian's {@code golang-go} and {@code golang-golang-x-mod-dev}. */
    @Test
    void goFindsEveryRowInTheLogAndNoneThatWasChanged() throws Exception {
        var goPath = Path.of("/usr/share/gocode");
        assumeTrue(
                isInstalled("go") && Files.isDirectory(goPath.resolve("src/golang.org/x/mod/sumdb/tlog")),
                "no go here, or not its tlog: apt-get install golang-go golang-golang-x-mod-dev");
        for (var file : files(pack).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        var program = folder.resolve("pack").toString();
        var source = Path.of("src", "test", "go", "pack.go").toAbsolutePath().toString();
        var build = new ProcessBuilder("go", "build", "-o", program, source);
        build.environment()
                .putAll(Map.of(
                        "GO111MODULE",
                        "off",
                        "GOFLAGS",
                        "",
                        "GOPATH",
                        goPath.toString(),
                        "GOCACHE",
                        folder.resolve("cache").toString()));
        var built = build.redirectErrorStream(true).start();
        assertThat(new String(built.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(built.waitFor()).isZero();

        assertThat(run(program, folder.toString())).isEqualTo(ROWS + "\n");

        var proofs = Files.readString(folder.resolve("proofs.jsonl"));
        Files.writeString(folder.resolve("proofs.jsonl"), proofs.replaceFirst("NON_MATCH", "MATCH"));
        assertThat(run(program, folder.toString())).containsPattern("invalid (inclusion|transparency) proof");
        Files.writeString(folder.resolve("proofs.jsonl"), proofs);
        Files.writeString(folder.resolve("SHA256SUMS"), "");
        assertThat(run(program, folder.toString())).contains("the sums are not those that were signed");
    }

    /** It is a copy: who reads a pack has nothing else. */
    @Test
    void theProofCheckIsThatOfTheExamples() throws Exception {
        assertThat(new String(files(pack).get("verify-proof.py"), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(Path.of("..", "examples", "verify-proof.py")));
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private String run(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
