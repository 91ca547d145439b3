package io.facematch.api.audit.pack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files of a pack, in the order in which they stand in the ZIP. */
enum PackFile {
    PROOFS("proofs.jsonl", true),
    CSV("outcomes.csv", true),
    JSON_LINES("outcomes.jsonl", true),
    SUMMARY("summary.html", false),
    CHECKPOINT("checkpoint", false),
    KEYS("keys", false),
    INSTRUCTIONS("VERIFY.md", false),
    PROOF_WRITER("tlog-proof.py", false),
    PROOF_CHECK("verify-proof.py", false),
    MANIFEST("manifest.json", false),
    SUMS("SHA256SUMS", false),
    SIGNATURE("SHA256SUMS.note", false);

    private final String path;
    private final boolean grows;

    PackFile(String path, boolean grows) {
        this.path = path;
        this.grows = grows;
    }

    /** In the ZIP. */
    String path() {
        return path;
    }

    /** Whether it has a line for each row. The others fit into memory. */
    boolean grows() {
        return grows;
    }

    /** Those that have a line in {@link #SUMS}: all but itself, and what signs it. */
    boolean isSummed() {
        return this != SUMS && this != SIGNATURE;
    }

    static Optional<PackFile> of(String path) {
        return Arrays.stream(values()).filter(file -> file.path.equals(path)).findFirst();
    }

    static List<PackFile> summed() {
        return Arrays.stream(values()).filter(PackFile::isSummed).toList();
    }
}
