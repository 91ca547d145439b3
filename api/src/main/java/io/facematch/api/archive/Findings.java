package io.facematch.api.archive;

import io.facematch.api.archive.RejectedArchive.Code;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rules that members break, gathered over the whole archive so that the client gets all of them in one answer. */
final class Findings {

    private static final int MAX_LISTED = 100;

    private static final class Finding {
        private final List<String> names = new ArrayList<>();
        private int count;
    }

    private final Map<Code, Finding> findings = new EnumMap<>(Code.class);

    /** Notes that the member or stem {@code name}, as the client wrote it, breaks a rule. */
    void add(Code code, String name) {
        Finding finding = findings.computeIfAbsent(code, first -> new Finding());
        finding.count++;
        if (finding.names.size() < MAX_LISTED) {
            finding.names.add(MemberName.printable(name));
        }
    }

    /** Rejects for the first code that was found, in the order of {@link Code}. */
    void rejectIfAny() {
        if (findings.isEmpty()) {
            return;
        }
        Map.Entry<Code, Finding> first = findings.entrySet().iterator().next();
        Finding finding = first.getValue();
        throw new RejectedArchive(first.getKey(), finding.count + " found", finding.names, finding.count);
    }
}
