package io.facematch.api.audit.pack;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.export.ExportForm;
import io.facematch.api.audit.export.ExportFormat;
import io.facematch.api.audit.export.RowWriter;
import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.api.audit.log.Checkpoints;
import io.facematch.api.audit.log.LogKeys;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.api.audit.query.OutcomeSearch;
import io.facematch.api.spool.ScratchFile;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tile.DamagedTiles;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes an evidence pack: a ZIP with outcomes, and for each of them the proof that it is in the log as it was signed last.
 * The same outcomes and the same checkpoint give the same bytes. Reads the outcomes once, some thousands at a time.
 */
@Component
public class EvidencePack {
    private static final int ROWS_AT_ONCE = 2000;
    private static final int BUFFER_BYTES = 64 << 10;
    /** The first time that the format can tell. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final OutcomeSearch search;
    private final LoggedRows rows;
    private final TransparencyLogs logs;
    private final Checkpoints checkpoints;
    private final LogKeys keys;

    EvidencePack(OutcomeSearch search, LoggedRows rows, TransparencyLogs logs, Checkpoints checkpoints, LogKeys keys) {
        this.search = search;
        this.rows = rows;
        this.logs = logs;
        this.checkpoints = checkpoints;
        this.keys = keys;
    }

    /** Nobody signs the log of the tenant, or its last checkpoint has the signatures of other keys than are known now. */
    public static final class NotSigned extends RuntimeException {
        NotSigned() {
            super("the log is not signed by its keys");
        }
    }

    /** An outcome is not what was entered into the log: there is no proof of it. */
    public static final class NotIntact extends RuntimeException {
        NotIntact(String which) {
            super(which);
        }
    }

    /** What is put into the pack, and by what it is believed. */
    private record Signed(String note, TreeHead head, String origin, List<VerifierKey> keys) {}

    /**
     * Writes the whole ZIP and flushes; leaves the stream open.
     *
     * @param scratch a folder for what can't be written in its turn; encrypted
     * @param eachRow is called after each row
     * @throws NotSigned if nobody signs the log
     * @throws NotIntact if an outcome is not what was entered
     */
    public void write(PackRequest request, Path scratch, Runnable eachRow, OutputStream out) throws IOException {
        var signed = signed(request.filter().tenant());
        // Never closed: closing after a failure would end the ZIP properly, and half of a pack would look whole.
        var zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        try (var csv = new ScratchFile(scratch);
                var json = new ScratchFile(scratch)) {
            new Writing(request, signed, zip).write(csv, json, eachRow);
        }
        zip.finish();
        zip.flush();
    }

    private Signed signed(String tenant) {
        var latest = checkpoints.latest(tenant).orElseThrow(NotSigned::new);
        var known = keys.verifiers(tenant);
        try {
            var note = SignedNote.parse(latest.note().getBytes(StandardCharsets.UTF_8));
            var signers = List.copyOf(note.signers(known));
            return new Signed(
                    latest.note(), latest.head(), Checkpoint.parse(note.text()).origin(), signers);
        } catch (RefusedNote e) {
            throw new NotSigned();
        }
    }

    /** One pack on its way. */
    private final class Writing {
        private final PackRequest request;
        private final Signed signed;
        private final ZipOutputStream zip;
        private final PackSums sums = new PackSums();
        private final PackCounts counts = new PackCounts();
        private final LongFunction<List<Hash>> proofs;

        Writing(PackRequest request, Signed signed, ZipOutputStream zip) {
            this.request = request;
            this.signed = signed;
            this.zip = zip;
            this.proofs = logs.tree(request.filter().tenant())
                    .inclusions(signed.head().size());
        }

        void write(ScratchFile csv, ScratchFile json, Runnable eachRow) throws IOException {
            try (var csvOut = csv.write();
                    var jsonOut = json.write()) {
                var asCsv = writer(ExportFormat.CSV, csvOut);
                var asJson = writer(ExportFormat.JSONL, jsonOut);
                entry(PackFile.PROOFS, file -> writeRows(asCsv, asJson, file, eachRow));
                asCsv.finish();
                asJson.finish();
            }
            entry(PackFile.CSV, file -> copy(csv, file));
            entry(PackFile.JSON_LINES, file -> copy(json, file));
            var origin = signed.origin();
            text(PackFile.SUMMARY, SummaryPage.of(request, counts, origin, signed.head(), signed.keys()));
            text(PackFile.CHECKPOINT, signed.note());
            text(PackFile.KEYS, lines(signed.keys()));
            text(PackFile.INSTRUCTIONS, resource(PackFile.INSTRUCTIONS).replace("{origin}", origin));
            text(PackFile.PROOF_WRITER, resource(PackFile.PROOF_WRITER));
            text(PackFile.PROOF_CHECK, resource(PackFile.PROOF_CHECK));
            text(PackFile.MANIFEST, manifest());
            text(PackFile.SUMS, sums.toString());
            text(
                    PackFile.SIGNATURE,
                    keys.sign(request.filter().tenant(), sums.statement(origin)).toString());
        }

        private RowWriter writer(ExportFormat format, OutputStream out) throws IOException {
            return new ExportForm(format, request.withSubjects(), false, ZoneOffset.UTC).provenWriter(out);
        }

        private void writeRows(RowWriter csv, RowWriter json, OutputStream proofFile, Runnable eachRow)
                throws IOException {
            var found = search.all(request.filter());
            while (found.hasNext()) {
                var page = page(found);
                if (page.isEmpty()) {
                    continue;
                }
                var leaves = rows.of(request.filter().tenant(), page, request.withSubjects());
                for (var one : page) {
                    var proven = proven(one, leaves.get(one.leafIndex()));
                    var shown = asLogged(proven);
                    csv.add(shown);
                    json.add(shown);
                    proofFile.write(proven.line());
                    proofFile.write('\n');
                    counts.add(shown, proven.comparison() == null);
                    eachRow.run();
                }
            }
        }

        private List<FoundOutcome> page(Iterator<FoundOutcome> found) {
            var page = new ArrayList<FoundOutcome>();
            for (int i = 0; i < ROWS_AT_ONCE && found.hasNext(); i++) {
                var next = found.next();
                if (next.leafIndex() < signed.head().size()) {
                    page.add(next);
                } else {
                    counts.leaveOut();
                }
            }
            return page;
        }

        private ProvenRow proven(FoundOutcome one, LoggedRows.@Nullable Leaf leaf) {
            if (leaf == null) {
                throw notIntact(one.leafIndex(), one.id());
            }
            try {
                var index = one.leafIndex();
                var row = new ProvenRow(
                        counts.rows(),
                        one.id(),
                        index,
                        proofs.apply(index),
                        leaf.json(),
                        leaf.comparison(),
                        leaf.subject());
                if (!signed.head().includes(row.hash(), index, row.hashes())) {
                    throw notIntact(index, one.id());
                }
                return row;
            } catch (DamagedTiles e) {
                throw new NotIntact("the hashes of the log");
            }
        }

        private static FoundOutcome asLogged(ProvenRow row) {
            return LeafOutcome.of(row).orElseThrow(() -> notIntact(row.index(), row.id()));
        }

        private static NotIntact notIntact(long index, OutcomeId id) {
            return new NotIntact("row " + index + " (outcome " + id + ")");
        }

        private String manifest() {
            var filter = new CanonicalJson();
            request.filter().words().forEach((name, value) -> {
                if (request.withSubjects() || !OutcomeFilter.DIGESTS.contains(name)) {
                    filter.put(name, value);
                }
            });
            var by = new CanonicalJson()
                    .put("tenant", request.by().tenant())
                    .put("client", request.by().client());
            var manifest = new CanonicalJson()
                    .put("type", "evidence-pack")
                    .put("version", 1)
                    .put("id", request.id().toString())
                    .put("tenant", request.filter().tenant())
                    .put("filter", filter)
                    .put("columns", request.withSubjects() ? "all" : "plain")
                    .put("asked_by", by)
                    .put("asked_at", request.at().toString())
                    .put("rows", counts.rows())
                    .put("rows_not_signed_yet", counts.notSigned())
                    .put("rows_erased", counts.erased())
                    .put("log", signed.origin())
                    .put("log_size", signed.head().size())
                    .put("log_root", signed.head().root().base64());
            return new String(manifest.bytes(), StandardCharsets.UTF_8) + "\n";
        }

        private interface Content {
            void writeTo(OutputStream file) throws IOException;
        }

        private void entry(PackFile file, Content content) throws IOException {
            var entry = new ZipEntry(file.path());
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
            var digested = new DigestOutputStream(zip, PackSums.digest());
            content.writeTo(digested);
            zip.closeEntry();
            if (file.isSummed()) {
                sums.put(file, digested.getMessageDigest().digest());
            }
        }

        private void text(PackFile file, String text) throws IOException {
            entry(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void copy(ScratchFile from, OutputStream to) throws IOException {
        try (var in = from.read()) {
            in.transferTo(to);
        }
    }

    private static String lines(List<VerifierKey> keys) {
        var lines = new StringBuilder();
        keys.forEach(key -> lines.append(key).append('\n'));
        return lines.toString();
    }

    private static String resource(PackFile file) {
        try (var in = EvidencePack.class.getResourceAsStream("/evidence-pack/" + file.path())) {
            if (in == null) {
                throw new IllegalStateException("the product lacks " + file.path());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
