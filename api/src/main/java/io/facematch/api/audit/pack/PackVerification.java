package io.facematch.api.audit.pack;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.integrity.Trust;
import io.facematch.api.audit.pack.PackFinding.Kind;
import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tree.TreeHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks an evidence pack with nothing but the pack and keys: that its files are those that were signed, that each row is
 * in the signed log, and that both tables say what its leaf says. Holds a few megabytes, whatever the number of rows.
 */
public final class PackVerification {
    private final Function<String, List<VerifierKey>> keys;
    private final LongConsumer progress;

    /**
     * @param keys of the log of this name that are believed; with none, those of the pack are taken
     * @param progress is told how many rows were checked
     */
    public PackVerification(Function<String, List<VerifierKey>> keys, LongConsumer progress) {
        this.keys = keys;
        this.progress = progress;
    }

    /** The file is no evidence pack. */
    public static final class NoPack extends Exception {
        NoPack(String why) {
            super(why);
        }
    }

    /** @throws NoPack if it can't be one, of whichever log */
    public PackVerdict verify(Path pack) throws NoPack {
        try (var zip = PackZip.open(pack)) {
            return new Check(zip).verdict();
        } catch (IOException e) {
            throw new NoPack(e instanceof PackZip.NoPack ? String.valueOf(e.getMessage()) : "it can't be read");
        }
    }

    private record Place(Instant decidedAt, String job, int pair) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::decidedAt).thenComparing(Place::job).thenComparingInt(Place::pair);

        static Place of(Instant decidedAt, OutcomeId id) {
            return new Place(decidedAt, id.job().toString(), id.index());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Rows are not looked at any further: the first that is wrong is found. */
    private static final class Found extends Exception {
        private final transient PackFinding finding;

        Found(PackFinding finding) {
            super(finding.inWords());
            this.finding = finding;
        }
    }

    /** Of one pack. */
    private final class Check {
        private final PackZip zip;
        private final List<PackFinding> findings = new ArrayList<>();
        private final PackSums sums = new PackSums();
        private List<VerifierKey> trusted = List.of();
        private List<VerifierKey> signers = List.of();
        private boolean isByOwnKeys;
        private String log = "";
        private TreeHead head = TreeHead.EMPTY;
        private long rows;
        private long erased;
        private @Nullable Instant first;
        private @Nullable Place last;

        Check(PackZip zip) {
            this.zip = zip;
        }

        PackVerdict verdict() throws IOException {
            findings.addAll(zip.findings());
            if (zip.isWhole()) {
                var manifest = RowText.json(zip.small(PackFile.MANIFEST));
                if (!manifest.path("type").asString("").equals("evidence-pack")) {
                    throw new PackZip.NoPack("its manifest.json is none of an evidence pack");
                }
                if (manifest.path("version").asInt(0) != 1) {
                    throw new PackZip.NoPack("it was made by a later version than this: verify it with that one");
                }
                readCheckpoint();
                var ofRows = checkRows(manifest);
                for (var file : PackFile.summed()) {
                    if (!file.grows()) {
                        sums.put(file, PackSums.digest().digest(zip.small(file)));
                    }
                }
                checkManifest(manifest);
                checkSums();
                // Where the root is not believed, rows that do not lead to it tell nothing.
                ofRows.ifPresent(finding -> findings.add(signers.isEmpty() ? findings.size() : 0, finding));
            }
            return new PackVerdict(
                    log,
                    head.size(),
                    rows,
                    erased,
                    first,
                    last == null ? null : last.decidedAt(),
                    signers,
                    isByOwnKeys,
                    findings);
        }

        private void readCheckpoint() throws IOException {
            try {
                var note = SignedNote.parse(zip.small(PackFile.CHECKPOINT));
                var said = Checkpoint.parse(note.text());
                log = said.origin();
                head = said.head();
                trusted = trusted(log);
                Trust.open(note, log, trusted);
                signers = List.copyOf(note.signers(trusted));
            } catch (RefusedNote e) {
                findings.add(PackFinding.ofFile(Kind.SIGNATURE, PackFile.CHECKPOINT, String.valueOf(e.getMessage())));
            }
        }

        private List<VerifierKey> trusted(String name) throws IOException, RefusedNote {
            var brought = new ArrayList<VerifierKey>();
            for (var line : new String(zip.small(PackFile.KEYS), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                brought.add(VerifierKey.parse(line));
            }
            var given = keys.apply(name);
            isByOwnKeys = given.isEmpty();
            return isByOwnKeys ? brought : given;
        }

        /** Reads the three files with rows to their ends, whatever is found on the way. */
        private Optional<PackFinding> checkRows(JsonNode manifest) throws IOException {
            var streams = new HashMap<PackFile, DigestInputStream>();
            try {
                for (var file : PackFile.values()) {
                    if (file.grows()) {
                        streams.put(file, new DigestInputStream(zip.stream(file), PackSums.digest()));
                    }
                }
                Optional<PackFinding> found = Optional.empty();
                try {
                    checkRows(manifest, streams);
                } catch (Found e) {
                    found = Optional.of(e.finding);
                }
                for (var stream : streams.entrySet()) {
                    stream.getValue().transferTo(OutputStream.nullOutputStream());
                    sums.put(
                            stream.getKey(),
                            stream.getValue().getMessageDigest().digest());
                }
                return found;
            } finally {
                for (var stream : streams.values()) {
                    stream.close();
                }
            }
        }

        private void checkRows(JsonNode manifest, Map<PackFile, DigestInputStream> streams) throws IOException, Found {
            var text = new RowText(manifest.path("columns").asString("").equals("all"));
            var tables = new Tables(streams);
            if (!Arrays.equals(tables.next(PackFile.CSV), text.header())) {
                throw new Found(PackFinding.ofFile(
                        Kind.CHANGED, PackFile.CSV, "its first line does not have the names of the columns"));
            }
            for (var line = tables.next(PackFile.PROOFS); line != null; line = tables.next(PackFile.PROOFS)) {
                checkRow(manifest, line, text, tables);
                progress.accept(rows);
            }
            for (var file : List.of(PackFile.CSV, PackFile.JSON_LINES)) {
                if (tables.next(file) != null) {
                    throw found(Kind.INSERTED, file, null, "it has no proof");
                }
            }
        }

        private void checkRow(JsonNode manifest, byte[] line, RowText text, Tables tables) throws IOException, Found {
            var row = ProvenRow.parse(line)
                    .orElseThrow(() -> found(Kind.CHANGED, PackFile.PROOFS, null, "this is not a line of proofs"));
            if (row.number() != rows) {
                throw row.number() > rows
                        ? found(Kind.REMOVED, PackFile.PROOFS, null, "the next one is row " + row.number())
                        : found(Kind.MOVED, PackFile.PROOFS, row.id(), "it was row " + row.number());
            }
            if (!head.includes(row.hash(), row.index(), row.hashes())) {
                throw found(
                        Kind.NOT_IN_LOG,
                        PackFile.PROOFS,
                        row.id(),
                        "leaf and proof do not lead to the root of the checkpoint");
            }
            checkTables(manifest, row, text, tables);
            erased += row.comparison() == null ? 1 : 0;
            rows++;
        }

        private void checkTables(JsonNode manifest, ProvenRow row, RowText text, Tables tables)
                throws IOException, Found {
            var outcome = LeafOutcome.of(row).orElseThrow(() -> notOfLeaf(row));
            if (!outcome.tenant().equals(manifest.path("tenant").asString(""))) {
                throw found(Kind.INSERTED, PackFile.PROOFS, row.id(), "it is an outcome of another tenant");
            }
            checkOrder(Place.of(outcome.decidedAt(), row.id()), row);
            var expected = lines(outcome, row, text);
            tables.require(PackFile.CSV, expected.csv(), row.id());
            tables.require(PackFile.JSON_LINES, expected.json(), row.id());
        }

        private RowText.Lines lines(FoundOutcome outcome, ProvenRow row, RowText text) throws Found {
            try {
                return text.of(outcome);
            } catch (RuntimeException e) {
                // A leaf with values that no outcome has.
                throw notOfLeaf(row);
            }
        }

        private Found notOfLeaf(ProvenRow row) {
            return found(
                    Kind.CHANGED,
                    PackFile.PROOFS,
                    row.id(),
                    "what it says of its leaf is not what the leaf has committed to");
        }

        private void checkOrder(Place place, ProvenRow row) throws Found {
            if (last != null && place.compareTo(last) <= 0) {
                throw found(Kind.MOVED, PackFile.PROOFS, row.id(), "the row before it was not decided before it");
            }
            first = first == null ? place.decidedAt() : first;
            last = place;
        }

        private Found found(Kind kind, PackFile file, @Nullable OutcomeId outcome, String detail) {
            return new Found(new PackFinding(kind, file.path(), rows, outcome, detail));
        }

        private void checkManifest(JsonNode manifest) {
            if (manifest.path("rows").asLong(-1) != rows && findings.isEmpty()) {
                findings.add(PackFinding.ofFile(
                        Kind.CHANGED,
                        PackFile.MANIFEST,
                        "it says " + manifest.path("rows").asLong(-1) + " rows, and " + rows
                                + " were read: rows were removed, or inserted"));
            }
            if (!manifest.path("log").asString("").equals(log)
                    || manifest.path("log_size").asLong(-1) != head.size()
                    || !manifest.path("log_root")
                            .asString("")
                            .equals(head.root().base64())) {
                findings.add(PackFinding.ofFile(Kind.CHANGED, PackFile.MANIFEST, "it is of another checkpoint"));
            }
        }

        private void checkSums() throws IOException {
            var written = new String(zip.small(PackFile.SUMS), StandardCharsets.UTF_8);
            if (!written.equals(sums.toString())) {
                var lines = List.of(written.split("\n", -1));
                for (var line : sums.toString().lines().toList()) {
                    if (!lines.contains(line)) {
                        var path = line.substring(line.indexOf(' ')).strip();
                        findings.add(PackFinding.ofFile(
                                Kind.CHANGED,
                                PackFile.of(path).orElse(PackFile.SUMS),
                                "SHA256SUMS has another sum of it"));
                    }
                }
                if (lines.size() != PackFile.summed().size() + 1) {
                    findings.add(PackFinding.ofFile(Kind.CHANGED, PackFile.SUMS, "it has other lines than a pack"));
                }
            }
            checkSignature(written);
        }

        private void checkSignature(String written) throws IOException {
            try {
                var note = SignedNote.parse(zip.small(PackFile.SIGNATURE));
                var ed25519 = trusted.stream()
                        .filter(key -> key.type() == SignatureType.ED25519
                                && key.name().equals(log))
                        .toList();
                note.signers(ed25519);
                if (!note.text().equals(PackSums.statement(log, written))) {
                    findings.add(PackFinding.ofFile(
                            Kind.SIGNATURE,
                            PackFile.SUMS,
                            "another one was signed: rows or files are not those of the pack"));
                }
            } catch (RefusedNote e) {
                findings.add(PackFinding.ofFile(Kind.SIGNATURE, PackFile.SIGNATURE, String.valueOf(e.getMessage())));
            }
        }

        /** The lines of the three files. */
        private final class Tables {
            private final Map<PackFile, PackLines> lines = new HashMap<>();

            Tables(Map<PackFile, ? extends InputStream> streams) {
                streams.forEach((file, stream) -> lines.put(file, new PackLines(stream, file == PackFile.CSV)));
            }

            byte @Nullable [] next(PackFile file) throws IOException, Found {
                try {
                    return Objects.requireNonNull(lines.get(file)).next();
                } catch (PackLines.NoLine e) {
                    throw found(Kind.UNREADABLE, file, null, String.valueOf(e.getMessage()));
                }
            }

            /** @param expected what stands in the next line, if nobody touched it */
            void require(PackFile file, byte[] expected, OutcomeId id) throws IOException, Found {
                var line = next(file);
                if (Arrays.equals(line, expected)) {
                    return;
                }
                if (line == null) {
                    throw found(Kind.REMOVED, file, id, "");
                }
                if (isOf(file, line, id)) {
                    throw found(Kind.CHANGED, file, id, "the log has another value");
                }
                if (Arrays.equals(next(file), expected)) {
                    throw found(Kind.INSERTED, file, null, "no proof belongs to it");
                }
                throw found(Kind.REMOVED, file, id, "another outcome stands there; or its row was moved");
            }

            private static boolean isOf(PackFile file, byte[] line, OutcomeId id) {
                return file == PackFile.CSV
                        ? new String(line, StandardCharsets.UTF_8).startsWith(id + ",")
                        : RowText.json(line).path("id").asString("").equals(id.toString());
            }
        }
    }
}
