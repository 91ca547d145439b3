package io.facematch.transparency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tile.EntriesPath;
import io.facematch.transparency.tile.StoredTiles;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tile.TilePath;
import io.facematch.transparency.tree.Hash;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the packages behind Go's checksum database say of our log, in {@code src/test/go/check.go}. Needs Debian's
 * {@code golang-go} and {@code golang-golang-x-mod-dev}.
 */
@EnabledIf(
        value = "hasGo",
        disabledReason = "Go or its tlog is missing: apt-get install golang-go golang-golang-x-mod-dev")
class GoInteropTest {
    private static final String ORIGIN = "log.example/audit";
    private static final Path GO_PATH = Path.of("/usr/share/gocode");
    private static final List<Long> SIZES = List.of(1L, 2L, 255L, 256L, 257L, 1_000L, 65_536L, 65_537L, 70_000L);

    @TempDir
    private static Path program;

    @TempDir
    private Path folder;

    static boolean hasGo() {
        return Files.isDirectory(GO_PATH.resolve("src/golang.org/x/mod/sumdb/tlog"))
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "go")));
    }

    @BeforeAll
    static void compile() throws Exception {
        var source = Path.of("src", "test", "go", "check.go").toAbsolutePath().toString();
        var environment = Map.of(
                "GO111MODULE",
                "off",
                "GOFLAGS",
                "",
                "GOPATH",
                GO_PATH.toString(),
                "GOCACHE",
                program.resolve("cache").toString());
        assertThat(run(environment, "go", "build", "-o", check(), source)).isEqualTo("0 ");
    }

    @Test
    void goFindsEveryProofTileCheckpointAndPathRight() throws Exception {
        writeLog();

        var answer = run(Map.of(), check(), "verify", folder.toString());

        int proofs = 0;
        for (long size : SIZES) {
            proofs += Files.readAllLines(folder.resolve("proofs-" + size)).size();
        }
        // A proof is checked and compared, a size has a note and a root, a path is compared.
        int paths = Files.readAllLines(folder.resolve("paths")).size();
        assertThat(answer).isEqualTo("0 " + (2 * proofs + 2 * SIZES.size() + paths) + "\n");
    }

    @Test
    void goFindsChangedProofsTilesAndCheckpointsWrong() throws Exception {
        writeLog();
        for (var name : List.of("checkpoint-257", "tile/0/000", "tile/1/001.p/17")) {
            var file = folder.resolve(name);
            var honest = Files.readAllBytes(file);
            var changed = honest.clone();
            changed[20] ^= 1;
            Files.write(file, changed);

            assertThat(run(Map.of(), check(), "verify", folder.toString()))
                    .as(name)
                    .startsWith("1 ");

            Files.write(file, honest);
        }
        write("proofs-257", proofs(StoredTiles.of(257, 257), 257).replaceFirst("tree 1 \\S+", "tree 1 "));
        assertThat(run(Map.of(), check(), "verify", folder.toString())).startsWith("1 ");
    }

    @Test
    void weReadWhatGoHasSigned() throws Exception {
        var answer = run(Map.of(), check(), "sign", ORIGIN, "First line\n\nThird line, with \u00e4\n");

        var keyAndNote = answer.substring("0 ".length()).split("\n", 2);
        var key = VerifierKey.parse(keyAndNote[0]);
        var note = SignedNote.parse(keyAndNote[1].getBytes(UTF_8));
        assertThat(key.toString()).isEqualTo(keyAndNote[0]);
        assertThat(note.signers(List.of(key))).containsExactly(key);
        assertThat(note.text()).isEqualTo("First line\n\nThird line, with \u00e4\n");
        assertThat(note.toString()).isEqualTo(keyAndNote[1]);
    }

    private void writeLog() throws Exception {
        var log = StoredTiles.of(SIZES.getLast(), 5_000);
        var signers = List.of(signer(SignatureType.ED25519), signer(SignatureType.ML_DSA_44));
        write("vkey", signers.getFirst().verifier().toString());
        write("sizes", String.join(" ", SIZES.stream().map(String::valueOf).toList()));
        for (long size : SIZES) {
            var checkpoint = new Checkpoint(ORIGIN, log.tree().head(size)).sign(signers);
            Files.write(folder.resolve("checkpoint-" + size), checkpoint.bytes());
            write("proofs-" + size, proofs(log, size));
            for (var tile : log.tiles().entrySet()) {
                writeTile(tile.getKey(), tile.getKey().widthAt(size), tile.getValue());
            }
        }
        write("paths", paths());
    }

    private static String proofs(StoredTiles log, long size) {
        var lines = new ArrayList<String>();
        for (long index : new long[] {0, 1, 254, 255, 256, 999, 65_535, 65_536, size - 1}) {
            if (index < size) {
                var data = Base64.getEncoder().encodeToString(StoredTiles.data(index));
                lines.add("record " + index + " " + data + words(log.tree().inclusion(index, size)));
            }
        }
        for (long from : SIZES) {
            if (from < size) {
                lines.add("tree " + from + words(log.tree().consistency(from, size)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String words(List<Hash> hashes) {
        return String.join("", hashes.stream().map(hash -> " " + hash.base64()).toList());
    }

    private static String paths() {
        var lines = new StringBuilder();
        for (long index : new long[] {0, 7, 999, 1_000, 1_234_067, 999_999_999, 36_028_797_018_963_967L}) {
            for (int width : new int[] {1, 67, 255, 256}) {
                for (int level : new int[] {0, 1, 7}) {
                    lines.append("%d %d %d %s%n"
                            .formatted(level, index, width, new TilePath(new TileId(level, index), width)));
                }
                lines.append("-1 %d %d %s%n".formatted(index, width, new EntriesPath(index, width)));
            }
        }
        return lines.toString();
    }

    private static NoteSigner signer(SignatureType type) throws Exception {
        var keys = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
        return new NoteSigner(ORIGIN, type, keys, InstantSource.system());
    }

    private void writeTile(TileId tile, int width, byte[] hashes) throws IOException {
        if (width > 0) {
            var file = folder.resolve(new TilePath(tile, width).toString());
            Files.createDirectories(file.getParent());
            Files.write(file, Arrays.copyOf(hashes, width * Hash.LENGTH));
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String check() {
        return program.resolve("check").toString();
    }

    /** Exit status and output, of both kinds. */
    private static String run(Map<String, String> environment, String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().putAll(environment);
        var started = process.start();
        var output = new String(started.getInputStream().readAllBytes(), UTF_8);
        return started.waitFor() + " " + output;
    }
}
