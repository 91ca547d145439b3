package io.facematch.standalone.privacy;

import io.facematch.epoch.Purpose;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which keys there are, by their ids, and what can be opened with all of them together. */
final class KeyStates {
    private static final String SUFFIX = ".key";
    private static final String ABSENT = "not there";
    private static final String DESTROYED = "destroyed";

    private final OwnProduct product;
    private final MasterKeys masterKeys;

    /** For each moment the state of each key that was there. */
    private final Map<String, Map<String, String>> moments = new LinkedHashMap<>();

    KeyStates(OwnProduct product) throws IOException {
        this.product = product;
        this.masterKeys = MasterKeys.of(
                MasterKey.ofBase64(Files.readString(product.home().masterKey(), StandardCharsets.US_ASCII)));
    }

    /** Remembers the keys as they are now. */
    void look(String when) throws IOException {
        var states = new LinkedHashMap<String, String>();
        states.put("master key " + masterKeys.currentId(), "wraps the keys below");
        var database = product.database();
        database.sql("select digest_key from installation where digest_key is not null")
                .query(byte[].class)
                .optional()
                .ifPresent(wrapped -> states.put("digest key", "wrapped by " + MasterKeys.wrappedBy(wrapped)));
        var files = epochKeys().keySet();
        for (var purpose : Purpose.values()) {
            database.sql("""
                            select e.id, count(k.job_id) as jobs from key_epoch e left join job_key k on k.epoch = e.id
                            where e.purpose = ? group by e.id, e.ends_at order by e.ends_at""")
                    .param(purpose.name())
                    .query((row, n) -> states.put(
                            name(purpose, row.getString("id")),
                            files.contains(row.getString("id"))
                                    ? "opens the data keys of " + row.getInt("jobs") + " jobs"
                                    : "its file is missing"))
                    .list();
        }
        var known = String.join(" ", states.keySet());
        files.stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> states.put("key of an epoch " + id, "a file without a row"));
        moments.put(when, states);
    }

    private static String name(Purpose purpose, String epoch) {
        return switch (purpose) {
            case PAYLOAD -> "key of an epoch of photos " + epoch;
            case LABELS -> "key of an epoch of names " + epoch;
        };
    }

    List<String> moments() {
        return List.copyOf(moments.keySet());
    }

    /** For each key its name and its state at each moment. */
    List<List<String>> table() {
        var keys = new LinkedHashSet<String>();
        moments.values().forEach(states -> keys.addAll(states.keySet()));
        var rows = new ArrayList<List<String>>();
        for (var key : keys) {
            var row = new ArrayList<>(List.of(key));
            var absent = ABSENT;
            for (var states : moments.values()) {
                row.add(states.getOrDefault(key, absent));
                absent = states.containsKey(key) ? DESTROYED : absent;
            }
            rows.add(row);
        }
        return rows;
    }

    /** Whether keys of epochs are left. */
    boolean epochsAreLeft() throws IOException {
        return !epochKeys().isEmpty();
    }

    /** The wrapped keys of epochs that are here, by epoch. */
    Map<String, byte[]> epochKeys() throws IOException {
        var keys = new LinkedHashMap<String, byte[]>();
        try (var files = Files.list(product.home().keys())) {
            for (var file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .collect(Collectors.toList())) {
                keys.put(id(file), Files.readAllBytes(file));
            }
        }
        return keys;
    }

    private static String id(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** What somebody may copy who has every disk while a pair waits: all but the keys of the epochs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Copy(String tenant, UUID job, byte[] photos, byte[] names, byte[] keyOfPhotos, byte[] keyOfNames) {
        @Override
        public String toString() {
            return "Copy[" + job + "]";
        }
    }

    /** @param photos the sealed message of the job's only pair */
    Copy copy(UUID job, byte[] photos) throws IOException {
        var database = product.database();
        var tenant = database.sql("select tenant from job where id = ?")
                .param(job)
                .query(String.class)
                .single();
        var names = database.sql("select sealed_labels from pair where job_id = ?")
                .param(job)
                .query(byte[].class)
                .single();
        return new Copy(
                tenant, job, photos, names, wrapped(database, job, Purpose.PAYLOAD), wrapped(database, job, Purpose.LABELS));
    }

    private static byte[] wrapped(JdbcClient database, UUID job, Purpose purpose) {
        return database.sql("select wrapped from job_key where job_id = ? and purpose = ?")
                .params(job, purpose.name())
                .query(byte[].class)
                .single();
    }

    /** Whether the photos open with any key that is here now. */
    boolean opensPhotos(Copy copy) throws IOException {
        return attack(copy.keyOfPhotos()).filter(key -> opens(() -> PayloadCipher.openImages(
                        key, new SealContext(copy.tenant(), copy.job(), 0), copy.photos())))
                .isPresent();
    }

    boolean opensNames(Copy copy) throws IOException {
        return attack(copy.keyOfNames()).filter(key -> opens(() -> PayloadCipher.openNames(
                        key, new SealContext(copy.tenant(), copy.job(), 0), copy.names())))
                .isPresent();
    }

    private interface Opening {
        Object attempt() throws PayloadCipher.NotOpened;
    }

    private static boolean opens(Opening opening) {
        try {
            opening.attempt();
            return true;
        } catch (PayloadCipher.NotOpened e) {
            return false;
        }
    }

    /** By every way there is: each key of an epoch, and the master key itself. */
    private Optional<DataKey> attack(byte[] wrapped) throws IOException {
        for (var file : epochKeys().values()) {
            try {
                var opened = masterKeys.unwrap(file).unwrap(wrapped);
                if (opened.isPresent()) {
                    return opened;
                }
            } catch (UnusableMasterKey e) {
                // Not a key that can be opened: no way.
            }
        }
        try {
            return Optional.of(masterKeys.unwrapWithoutId(wrapped));
        } catch (UnusableMasterKey e) {
            return Optional.empty();
        }
    }
}
