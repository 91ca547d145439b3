package io.facematch.api.audit.log;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.transparency.note.LogProof;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tile.DamagedTiles;
import io.facematch.transparency.tile.EntriesPath;
import io.facematch.transparency.tile.EntryBundle;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tile.TilePath;
import io.facematch.transparency.tree.Hash;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The log of a tenant as C2SP tlog-tiles publishes it, and proofs of what is in it. */
@RestController
class LogController {
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final String PREFIX = "/v1/audit/";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final Duration LONG = Duration.ofDays(365);

    private final TransparencyLogs logs;
    private final Checkpoints checkpoints;
    private final LogKeys keys;
    private final LoggedLeaves leaves;
    private final LogSettings settings;
    private final AccessLog accesses;

    LogController(
            TransparencyLogs logs,
            Checkpoints checkpoints,
            LogKeys keys,
            LoggedLeaves leaves,
            LogSettings settings,
            AccessLog accesses) {
        this.logs = logs;
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.leaves = leaves;
        this.settings = settings;
        this.accesses = accesses;
    }

    @TakesParameters(checked = true)
    @GetMapping(PREFIX + "checkpoint")
    ResponseEntity<byte[]> checkpoint(Owner owner, HttpServletRequest request) {
        return text(require(tenant(owner, request)).note());
    }

    /** A line for each key that signs. */
    @TakesParameters(checked = true)
    @GetMapping(PREFIX + "keys")
    ResponseEntity<byte[]> keys(Owner owner, HttpServletRequest request) {
        var verifiers = keys.verifiers(tenant(owner, request));
        if (verifiers.isEmpty()) {
            throw notSigned();
        }
        return text(verifiers.stream().map(VerifierKey::toString).collect(Collectors.joining("\n", "", "\n")));
    }

    /** Of tiles that have all their hashes, nothing will ever change. */
    @TakesParameters(checked = true)
    @GetMapping(PREFIX + "tile/{*path}")
    ResponseEntity<byte[]> tile(Owner owner, HttpServletRequest request) {
        var whose = tenant(owner, request);
        var path = request.getRequestURI().substring(PREFIX.length());
        var tile = TilePath.parse(path);
        var entries = EntriesPath.parse(path);
        if (tile.isEmpty() && entries.isEmpty()) {
            throw new Problem(
                    ProblemCode.UNKNOWN_ADDRESS,
                    "This is no path of a tile: tile/LEVEL/INDEX[.p/WIDTH] or tile/entries/INDEX[.p/WIDTH], as C2SP"
                            + " tlog-tiles writes them.");
        }
        var bytes = tile.flatMap(hashes -> hashes(whose, hashes))
                .or(() -> entries.flatMap(bundle -> entries(owner, whose, bundle)))
                .orElseThrow(() -> new Problem(
                        ProblemCode.UNKNOWN_ADDRESS,
                        "The log has no such tile: it is not so long yet, or the outcomes in it are no longer kept."));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(CacheControl.maxAge(LONG).cachePrivate().immutable())
                .body(bytes);
    }

    private Optional<byte[]> hashes(String tenant, TilePath path) {
        var length = path.width() * Hash.LENGTH;
        return logs.hashes(tenant, path.tile())
                .filter(hashes -> hashes.length >= length)
                .map(hashes -> Arrays.copyOf(hashes, length));
    }

    /** None where one of them is no longer there. Unlike hashes, leaves tell of outcomes: so who reads them is kept. */
    private Optional<byte[]> entries(Owner owner, String tenant, EntriesPath path) {
        if (path.index() > Long.MAX_VALUE / TileId.FULL_WIDTH - 1) {
            return Optional.empty();
        }
        var first = path.index() * TileId.FULL_WIDTH;
        var bundle = intact(() -> leaves.from(tenant, first, path.width()));
        if (bundle.size() < path.width()) {
            return Optional.empty();
        }
        keep(owner, What.ENTRIES, tenant, Map.of("first", Long.toString(first)), bundle.size());
        return Optional.of(
                EntryBundle.format(bundle.stream().map(LoggedLeaves.Leaf::json).toList()));
    }

    private void keep(Owner owner, What what, String tenant, Map<String, String> filter, int rows) {
        accesses.record(new Access(owner, tenant, what, filter), rows);
    }

    /** @param hashes in Base64, as RFC 6962, 2.1.2 orders them */
    record Consistency(long from, long to, List<String> hashes) {}

    /** Up to the size at the last checkpoint, unless the request names another. */
    @TakesParameters(checked = true)
    @GetMapping(path = PREFIX + "consistency", produces = MediaType.APPLICATION_JSON_VALUE)
    Consistency consistency(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        var given = Parameters.ofAddress(request, List.of(FROM, TO, FilterReader.TENANT));
        var whose = FilterReader.tenant(owner, given);
        var signed = require(whose).head().size();
        var from = Objects.requireNonNullElse(given.whole(FROM), 0L);
        var end = Objects.requireNonNullElse(given.whole(TO), signed);
        if (from < 1 || from > end || end > signed) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER,
                    "from and to are sizes of the log, from at least 1, and to at most " + signed
                            + ", the size at its last checkpoint; from is not more than to.");
        }
        return new Consistency(
                from,
                end,
                intact(() -> logs.tree(whose).consistency(from, end)).stream()
                        .map(Hash::base64)
                        .toList());
    }

    /** A file after C2SP tlog-proof. Its extra data are the leaf itself. */
    @TakesParameters(checked = true)
    @GetMapping("/v1/outcomes/{id}/proof")
    ResponseEntity<byte[]> proof(Owner owner, @PathVariable String id, HttpServletRequest request) {
        var whose = tenant(owner, request);
        var known = OutcomeId.of(id);
        var leaf = intact(() -> known.flatMap(outcome -> find(whose, outcome)))
                .orElseThrow(() -> new Problem(
                        ProblemCode.UNKNOWN_OUTCOME, "No outcome of yours has this id, or it is not in the log yet."));
        var signed = require(whose);
        if (leaf.index() >= signed.head().size()) {
            throw notSignedYet();
        }
        var hashes = intact(
                () -> logs.tree(whose).inclusion(leaf.index(), signed.head().size()));
        var proof = new LogProof(Optional.of(leaf.json()), leaf.index(), hashes, note(signed));
        keep(owner, What.PROOF, whose, Map.of("id", known.orElseThrow().toString()), 1);
        return text(proof.bytes());
    }

    private static String tenant(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        return FilterReader.tenant(owner, Parameters.ofAddress(request, List.of(FilterReader.TENANT)));
    }

    private Optional<LoggedLeaves.Leaf> find(String tenant, OutcomeId outcome) {
        var day = OutcomeId.dayOf(outcome.job());
        return leaves.find(tenant, outcome.job(), outcome.index(), day.minusDays(1), day.plusDays(1));
    }

    private static SignedNote note(Checkpoints.Signed signed) {
        try {
            return SignedNote.parse(signed.note().getBytes(StandardCharsets.UTF_8));
        } catch (RefusedNote e) {
            throw notIntact();
        }
    }

    /** @throws Problem where somebody took hashes away from the log, or wrote what no row of it has */
    private static <T> T intact(Supplier<T> read) {
        try {
            return read.get();
        } catch (DamagedTiles | IllegalArgumentException | DateTimeException e) {
            throw notIntact();
        }
    }

    private static Problem notIntact() {
        return new Problem(
                ProblemCode.LOG_NOT_INTACT,
                "The log was changed in the database, so this can't be proven. Its operator finds out what was changed with"
                        + " './facematch audit verify'.");
    }

    private Checkpoints.Signed require(String tenant) {
        return checkpoints
                .latest(tenant)
                .orElseThrow(() -> keys.verifiers(tenant).isEmpty() ? notSigned() : notSignedYet());
    }

    private static Problem notSigned() {
        return new Problem(
                ProblemCode.LOG_NOT_SIGNED,
                "This server has no key that signs the audit log. Its operator sets FACEMATCH_AUDIT_SIGNING_KEY_FILE.");
    }

    private Problem notSignedYet() {
        return Problem.retryLater(
                ProblemCode.LOG_NOT_SIGNED,
                "The log is not signed yet that has this. It is signed every "
                        + settings.checkpointInterval().toSeconds() + " seconds.",
                settings.checkpointInterval());
    }

    private static ResponseEntity<byte[]> text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity<byte[]> text(byte[] text) {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.noStore())
                .body(text);
    }
}
