package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.verification.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pairs members by their stem, also across folders unless these are part of it. Stems that differ only in letter case or Unicode form are one stem
 * where their letters are known; the pair then has the one that comes first. Pairs are numbered in the order in which the directory names them.
 */
final class Pairing {

    private static final class Candidate {
        private final String stem;
        private @Nullable Member probe;
        private @Nullable Member reference;
        private final List<Member> twins = new ArrayList<>();

        Candidate(String stem) {
            this.stem = stem;
        }

        void put(Role role, Member member) {
            switch (role) {
                case PROBE -> {
                    noteTwins(probe, member);
                    probe = member;
                }
                case REFERENCE -> {
                    noteTwins(reference, member);
                    reference = member;
                }
            }
        }

        private void noteTwins(@Nullable Member earlier, Member member) {
            if (earlier == null) {
                return;
            }
            if (!twins.contains(earlier)) {
                twins.add(earlier);
            }
            twins.add(member);
        }
    }

    private final List<ArchivePair> pairs = new ArrayList<>();
    private final List<Member.Images> images = new ArrayList<>();
    private final List<String> unpaired = new ArrayList<>();
    private final List<String> misnamed = new ArrayList<>();
    private int ignored;

    static Pairing of(List<Member> members, StemRule stems, int maxPairs) {
        Pairing pairing = new Pairing();
        Findings findings = new Findings();
        Map<String, Candidate> candidates = pairing.gather(members, stems, findings);
        for (Candidate candidate : candidates.values()) {
            candidate.twins.forEach(twin -> findings.add(Code.DUPLICATE_STEM, twin.path()));
        }
        findings.rejectIfAny();
        candidates.values().forEach(pairing::settle);
        pairing.unpaired.addAll(pairing.misnamed);
        if (pairing.pairs.isEmpty()) {
            throw pairing.noPairs();
        }
        if (pairing.pairs.size() > maxPairs) {
            throw new RejectedArchive(Code.TOO_MANY_PAIRS, pairing.pairs.size() + " pairs, limit " + maxPairs);
        }
        return pairing;
    }

    private Map<String, Candidate> gather(List<Member> members, StemRule stems, Findings findings) {
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        for (Member member : members) {
            String path = member.path();
            ImageName name = member.name().imageName(stems);
            if (name == null && member.name().isNearMiss()) {
                misnamed.add(MemberName.printable(path)); // no rule has looked at it
            } else if (name == null) {
                ignored++;
            } else if (name.hasEmptyStem()) {
                findings.add(Code.EMPTY_STEM, path);
            } else {
                candidates
                        .computeIfAbsent(name.key(), first -> new Candidate(name.stem()))
                        .put(name.role(), member);
            }
        }
        return candidates;
    }

    private void settle(Candidate candidate) {
        Member probe = candidate.probe;
        Member reference = candidate.reference;
        if (probe != null && reference != null) {
            pairs.add(new ArchivePair(pairs.size(), candidate.stem, probe.path(), reference.path()));
            images.add(new Member.Images(probe.image(), reference.image()));
        } else if (probe != null) {
            unpaired.add(probe.path());
        } else if (reference != null) {
            unpaired.add(reference.path());
        }
    }

    private RejectedArchive noPairs() {
        Findings findings = new Findings();
        unpaired.forEach(path -> findings.add(Code.NO_PAIRS, path));
        findings.rejectIfAny();
        return new RejectedArchive(Code.NO_PAIRS, ignored + " other members");
    }

    List<ArchivePair> pairs() {
        return List.copyOf(pairs);
    }

    /** Probe and reference of each pair in turn. */
    List<Member.Images> images() {
        return List.copyOf(images);
    }

    List<String> unpaired() {
        return List.copyOf(unpaired);
    }

    int ignored() {
        return ignored;
    }
}
