package io.facematch.api.audit.integrity;

import io.facematch.api.audit.log.LogOrigin;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.LogPolicy;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tree.TreeHead;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is believed of the logs without looking at the database.
 *
 * @param origin of the logs
 * @param keys of the log of this name; none where it is not known who signs it
 * @param kept checkpoints that somebody kept, which the logs must continue
 */
public record Trust(LogOrigin origin, Function<String, List<VerifierKey>> keys, List<Checkpoint> kept) {
    public Trust {
        kept = List.copyOf(kept);
    }

    List<VerifierKey> keysOf(String tenant) {
        return keys.apply(origin.ofTenant(tenant));
    }

    List<TreeHead> keptOf(String tenant) {
        var name = origin.ofTenant(tenant);
        return kept.stream()
                .filter(checkpoint -> checkpoint.origin().equals(name))
                .map(Checkpoint::head)
                .toList();
    }

    /** Checkpoints that were kept of logs that none of these tenants has. */
    List<Checkpoint> keptOfOthers(Set<String> tenants) {
        var names = tenants.stream().map(origin::ofTenant).collect(Collectors.toSet());
        return kept.stream()
                .filter(checkpoint -> !names.contains(checkpoint.origin()))
                .toList();
    }

    /**
     * The checkpoint of a note that a key of each type has signed: while keys are exchanged, not all of them have.
     *
     * @param keys at least one
     * @throws RefusedNote if it can't be believed
     */
    public static Checkpoint open(SignedNote note, String name, List<VerifierKey> keys) throws RefusedNote {
        for (var type : SignatureType.values()) {
            var ofType = keys.stream().filter(key -> key.type() == type).toList();
            if (!ofType.isEmpty()) {
                new LogPolicy(name, ofType, 1).open(note);
            }
        }
        return Checkpoint.parse(note.text());
    }
}
