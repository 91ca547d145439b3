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
                            files.contains(row.getString("id")) ? opens(row.getInt("jobs")) : "its file is missing"))
                    .list();
        }
        var known = String.join(" ", states.keySet());
        files.stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> states.put("key of an epoch " + id, "a file without a row"));
        moments.put(when, states);
    }

    private static String opens(int jobs) {
        return switch (jobs) {
            case 0 -> "there, needed by no job";
            case 1 -> "opens the data key of 1 job";
            default -> "opens the data keys of " + jobs + " jobs";
        };
    }

    private static String name(Purpose purpose, String epoch) {
        return switch (purpose) {
            case PAYLOAD -> "key of an epoch of photos " + epoch;
            case LABELS -> "key of an epoch of names " + epoch;
            case ARCHIVE -> "key of an epoch of archives " + epoch;
            case EXPORTS -> "key of an epoch of exports " + epoch;
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

    /** Something sealed and its wrapped key, as whoever has every disk may copy them: all but the keys of the epochs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Copy(Purpose purpose, SealContext context, byte[] sealed, byte[] wrappedKey) {
        @Override
        public String toString() {
            return "Copy[" + purpose + "]";
        }
    }

    /** @param message of the job's first pair */
    Copy copyOfPhotos(UUID job, byte[] message) throws IOException {
        return copy(Purpose.PAYLOAD, job, message);
    }

    /** Of the first pair of an archive. */
    Copy copyOfNames(UUID job) throws IOException {
        var sealed = product.database()
                .sql("select sealed_labels from pair where job_id = ? and pair_index = 0")
                .param(job)
                .query(byte[].class)
                .single();
        return copy(Purpose.LABELS, job, sealed);
    }

    private Copy copy(Purpose purpose, UUID job, byte[] sealed) throws IOException {
        var database = product.database();
        var tenant = database.sql("select tenant from job where id = ?")
                .param(job)
                .query(String.class)
                .single();
        var wrapped = database.sql("select wrapped from job_key where job_id = ? and purpose = ?")
                .params(job, purpose.name())
                .query(byte[].class)
                .single();
        return new Copy(purpose, new SealContext(tenant, job, 0), sealed, wrapped);
    }

    /** Whether it opens with any key that is here now. */
    boolean opens(Copy copy) throws IOException {
        return attack(copy.wrappedKey())
                .filter(key -> opens(() -> switch (copy.purpose()) {
                    case PAYLOAD -> PayloadCipher.openImages(key, copy.context(), copy.sealed());
                    case LABELS -> PayloadCipher.openNames(key, copy.context(), copy.sealed());
                    case ARCHIVE, EXPORTS -> throw new IllegalStateException("not a part of a message or a table");
                }))
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
