package io.facematch.standalone.addition;

import io.facematch.face.network.ModelChoice;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The other end of a {@link TrialProcess}. */
public final class TryOut {
    /** The hidden command that leads here. */
    public static final String COMMAND = "try-out";

    private static final JsonMapper JSON = JsonMapper.shared();

    private TryOut() {}

    /** Reads what to look at, and writes in one line what came of it. */
    public static void run(InputStream request, PrintWriter results, ModelChoice choice, List<Path> searchPath) {
        var asked = JSON.readValue(request, TrialRequest.class);
        var trial = new Trial(asked, choice, searchPath);
        results.println();
        results.println(JSON.writeValueAsString(
                asked.contracts().stream().map(trial::run).toList()));
        results.flush();
    }
}
