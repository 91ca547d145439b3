package io.facematch.api.audit.pack;

import io.facematch.transparency.note.VerifierKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a pack.
 *
 * @param log its name; empty where it can't be read
 * @param size rows of the log that was signed
 * @param rows of the pack that were looked at
 * @param erased of which it was erased whom they were about, and how similar the faces were
 * @param first decided first, and {@code last} last; null where there is no row
 * @param signers keys that signed the checkpoint
 * @param isByOwnKeys whether these are keys that the pack itself has brought, which shows nothing
 * @param findings what is wrong, rows first; empty when nothing is
 */
public record PackVerdict(
        String log,
        long size,
        long rows,
        long erased,
        @Nullable Instant first,
        @Nullable Instant last,
        List<VerifierKey> signers,
        boolean isByOwnKeys,
        List<PackFinding> findings) {
    public PackVerdict {
        signers = List.copyOf(signers);
        findings = List.copyOf(findings);
    }
}
