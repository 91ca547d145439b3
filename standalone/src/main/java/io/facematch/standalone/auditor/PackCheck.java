package io.facematch.standalone.auditor;

import io.facematch.api.audit.pack.PackVerdict;
import io.facematch.api.audit.pack.PackVerification;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.ProgressLine;
import io.facematch.transparency.note.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Checks an evidence pack, and says what came out. */
final class PackCheck {
    private static final int ROWS_BETWEEN_SIGHTS = 10_000;

    private final CommandLine command;
    private final Function<String, List<VerifierKey>> keys;
    private final boolean json;

    /** @param keys of the log of that name; none where they are not known */
    PackCheck(CommandLine command, Function<String, List<VerifierKey>> keys, boolean json) {
        this.command = command;
        this.keys = keys;
        this.json = json;
    }

    /** @return exit status */
    int check(Path pack) {
        var verdict = verdict(pack);
        var out = command.getOut();
        out.println(json ? inJson(verdict) : inWords(verdict));
        out.flush();
        var err = command.getErr();
        if (!verdict.findings().isEmpty()) {
            verdict.findings().stream().skip(1).limit(10).forEach(finding -> err.println("also: " + finding.inWords()));
            err.println("facematch: the pack is not as it was signed. Ask for another one, and keep this one as it is");
            err.flush();
            return VerifyCommand.ALTERED;
        }
        if (verdict.isByOwnKeys()) {
            err.println("facematch: the keys are those of the pack itself, and whoever made up a pack made up its keys."
                    + " Compare them with those that GET /v1/audit/keys told you, and give these with --key");
            err.flush();
            return VerifyCommand.NOT_VERIFIED;
        }
        return 0;
    }

    private PackVerdict verdict(Path pack) {
        var line = new ProgressLine(command.getErr(), "rows");
        var started = System.nanoTime();
        var shown = new boolean[1];
        try {
            return new PackVerification(keys, rows -> {
                        if (rows > 0 && rows % ROWS_BETWEEN_SIGHTS == 0) {
                            shown[0] = true;
                            var known = (int) Math.min(rows, Integer.MAX_VALUE);
                            line.show(known, known, Duration.ofNanos(System.nanoTime() - started));
                        }
                    })
                    .verify(pack);
        } catch (PackVerification.NoPack e) {
            throw new CommandFailed(pack + " is no evidence pack that can be checked: " + e.getMessage());
        } finally {
            if (shown[0]) {
                line.end();
            }
        }
    }

    private static String inWords(PackVerdict verdict) {
        if (!verdict.findings().isEmpty()) {
            var more = verdict.findings().size() - 1;
            return "NOT INTACT: " + verdict.findings().getFirst().inWords()
                    + (more == 0 ? "" : "; " + more + " more " + (more == 1 ? "finding" : "findings"));
        }
        var words = new StringBuilder(String.format(Locale.ROOT, "intact: %,d outcomes", verdict.rows()));
        if (verdict.first() != null) {
            words.append(", decided ").append(verdict.first()).append(" to ").append(verdict.last());
        }
        words.append(String.format(
                Locale.ROOT, ", each in the log %s as it was signed with %,d rows", verdict.log(), verdict.size()));
        if (verdict.erased() > 0) {
            words.append(String.format(Locale.ROOT, "; %,d of them erased", verdict.erased()));
        }
        return words.append("; signed by ").append(signers(verdict)).toString();
    }

    private static String signers(PackVerdict verdict) {
        var names = verdict.signers().stream().map(PackCheck::signer).collect(Collectors.joining(" and "));
        return verdict.isByOwnKeys() ? "keys that the pack has brought itself: " + names : names;
    }

    private static String signer(VerifierKey key) {
        return String.format(Locale.ROOT, "%s %08x", key.type().algorithm(), key.keyId());
    }

    private static String inJson(PackVerdict verdict) {
        var members = new LinkedHashMap<String, Object>();
        var isAltered = !verdict.findings().isEmpty();
        members.put("status", isAltered ? "ALTERED" : verdict.isByOwnKeys() ? "UNVERIFIED" : "INTACT");
        members.put("log", verdict.log());
        members.put("log_size", verdict.size());
        members.put("rows", verdict.rows());
        members.put("rows_erased", verdict.erased());
        members.put("signers", verdict.signers().stream().map(PackCheck::signer).toList());
        members.put("keys_of_pack", verdict.isByOwnKeys());
        members.put(
                "findings",
                verdict.findings().stream()
                        .map(finding -> Map.of("kind", finding.kind().name(), "what", finding.inWords()))
                        .toList());
        return JsonMapper.shared().writeValueAsString(members);
    }
}
