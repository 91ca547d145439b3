package io.facematch.standalone.run.input;

import io.facematch.api.archive.RejectedArchive;
import io.facematch.standalone.terminal.CommandFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with an input, so that it can be put right at once. */
final class Problems {
    private static final int SHOWN = 20;

    private final List<String> lines = new ArrayList<>();
    private int count;

    void add(String line) {
        count++;
        if (lines.size() < SHOWN) {
            lines.add(line);
        }
    }

    boolean areThere() {
        return count > 0;
    }

    /** @throws CommandFailed with a line for each of the first ones, if there are any */
    void refuseIfAny() {
        if (count > lines.size()) {
            lines.add("and " + (count - lines.size()) + " more");
        }
        if (count > 0) {
            throw new CommandFailed(String.join("\n", lines));
        }
    }

    /** What an archive with these names would be refused for. */
    static CommandFailed of(Path place, RejectedArchive rejected) {
        var text = new StringBuilder((place + ": " + rejected.getMessage()).replace("stems=path", "--stems path"));
        rejected.problems().stream()
                .limit(SHOWN)
                .forEach(name -> text.append("\n  ").append(name));
        if (rejected.problemCount() > SHOWN) {
            text.append("\n  and ").append(rejected.problemCount() - SHOWN).append(" more");
        }
        return new CommandFailed(text.toString());
    }
}
