package io.facematch.transparency;

import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.LogPolicy;
import io.facematch.transparency.note.LogProof;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tile.TiledTree;
import io.facematch.transparency.tree.Frontier;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.lang.management.ManagementFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How fast a log is on this machine, on one thread; not a test. {@code mvn test-compile}, then {@code java -cp
 * target/classes:target/test-classes io.facematch.transparency.Measurements [leaves]}.
 */
final class Measurements {
    private static final int BATCH = 5_000;

    private Measurements() {}

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int leaves = arguments.length == 0 ? 10_000_000 : Integer.parseInt(arguments[0]);
        var data = new ArrayList<byte[]>();
        measure("canonical JSON objects of 12 members", 300_000, () -> write(300_000, new ArrayList<>()));
        measure("the same, warm", 300_000, () -> write(300_000, data));
        System.out.printf("  %d bytes each%n", data.getFirst().length);
        var salt = RowSalt.random(new SecureRandom());
        measure("commitments of a field", 200_000, () -> commit(salt, 200_000));

        var again = new Frontier();
        measure("leaves hashed again into a root", leaves, () -> hashAgain(data, again, leaves));

        Map<TileId, byte[]> tiles = new HashMap<>();
        var tree = new TiledTree(id -> Optional.ofNullable(tiles.get(id)));
        var head = new TreeHead[] {TreeHead.EMPTY};
        measure("leaves hashed and appended in batches of 5000", leaves, () -> {
            while (head[0].size() < leaves) {
                var appended = tree.append(head[0], batch(data, head[0].size()));
                appended.tiles().forEach(tile -> tiles.put(tile.id(), tile.hashes()));
                head[0] = appended.head();
            }
        });
        System.out.printf("  same root: %s, %d tiles%n", head[0].equals(again.head()), tiles.size());

        long size = head[0].size();
        measure("inclusion proofs", 20_000, () -> prove(tree, head[0], data, 20_000));
        measure("inclusion proofs of neighbours", 200_000, () -> {
            var proofs = tree.inclusions(size);
            for (int i = 0; i < 200_000; i++) {
                if (proofs.apply((size / 2 + i) % size).isEmpty()) {
                    throw new IllegalStateException("A large log has no empty proofs");
                }
            }
        });
        measure("consistency proofs", 20_000, () -> {
            for (int i = 1; i <= 20_000; i++) {
                tree.consistency(size / 20_001 * i, size);
            }
        });
        for (var type : SignatureType.values()) {
            var keys = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
            var signer = new NoteSigner("log.example", type, keys, InstantSource.system());
            var checkpoint = new Checkpoint("log.example", head[0]);
            measure(type + " checkpoints signed", 2_000, () -> sign(checkpoint, signer, 2_000));
            var proof = new LogProof(7, tree.inclusion(7, size), checkpoint.sign(List.of(signer))).bytes();
            var policy = new LogPolicy("log.example", List.of(signer.verifier()), 1);
            measure(type + " proof files verified", 2_000, () -> {
                for (int i = 0; i < 2_000; i++) {
                    policy.verify(LogProof.parse(proof), tree.leaf(7));
                }
            });
        }
    }

    private static void write(int count, List<byte[]> into) {
        for (int i = 0; i < count; i++) {
            into.add(new CanonicalJson()
                    .put("time", "2026-11-30T12:00:00.123456Z")
                    .put("outcome", "01939f5e-8f6b-7c3a-9d1e-" + i)
                    .put("tenant", "demo")
                    .put("status", "COMPARED")
                    .put("decision", "MATCH")
                    .put("similarity", (i * 7919L % 1_000_003) / 1_000_003.0)
                    .put("threshold", 0.7)
                    .put("latencyMillis", 100 + i % 900)
                    .put("reference", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
                    .putNull("reason")
                    .put("liveness", false)
                    .put("model", new CanonicalJson().put("name", "sface").put("version", 3))
                    .bytes());
        }
    }

    private static void commit(RowSalt salt, int count) {
        for (int i = 0; i < count; i++) {
            salt.field("reference").commit("some reference or other");
        }
    }

    private static void hashAgain(List<byte[]> data, Frontier frontier, int count) {
        var hasher = new TreeHasher();
        var leaf = new byte[Hash.LENGTH];
        for (int i = 0; i < count; i++) {
            var bytes = data.get(i % data.size());
            hasher.leaf(bytes, 0, bytes.length, leaf, 0);
            frontier.add(leaf, 0);
        }
    }

    private static List<Hash> batch(List<byte[]> data, long from) {
        var hasher = new TreeHasher();
        var batch = new ArrayList<Hash>(BATCH);
        for (long i = from; i < from + BATCH; i++) {
            batch.add(hasher.leaf(data.get((int) (i % data.size()))));
        }
        return batch;
    }

    private static void prove(TiledTree tree, TreeHead head, List<byte[]> data, int count) {
        var hasher = new TreeHasher();
        for (int i = 0; i < count; i++) {
            long index = head.size() / count * i;
            var leaf = hasher.leaf(data.get((int) (index % data.size())));
            if (!head.includes(leaf, index, tree.inclusion(index, head.size()))) {
                throw new IllegalStateException("Leaf " + index + " is not included");
            }
        }
    }

    private static void sign(Checkpoint checkpoint, NoteSigner signer, int count) {
        for (int i = 0; i < count; i++) {
            checkpoint.sign(List.of(signer));
        }
    }

    private static void measure(String what, int count, Work work) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - before) / 1e9;
        double cpu = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
        System.out.printf(
                Locale.ROOT, "%,12.0f/s, %,12.0f a CPU second: %,d %s%n", count / seconds, count / cpu, count, what);
    }
}
