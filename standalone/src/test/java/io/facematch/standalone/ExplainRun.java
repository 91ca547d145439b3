package io.facematch.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** {@code facematch explain} with the built-in models, in a folder of its own, and what it says on the terminal. */
final class ExplainRun {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    ExplainRun(Path folder) {
        this.folder = folder;
    }

    /** Where it writes to. */
    Path page() {
        return folder.resolve("pages").resolve("explain.html");
    }

    ExplainDocument document() throws Exception {
        return ExplainDocument.read(page());
    }

    /** A file of its own with one of the sample photos. */
    Path photo(String portrait) throws IOException {
        return Files.write(folder.resolve(portrait + ".jpg"), Samples.portrait(portrait));
    }

    /** @return the exit status */
    int explain(Object... arguments) {
        var command = Stream.of(
                "explain", "--model", "starter-embedder", "--detector", "starter-detector", "--out", page().toString());
        return run(Stream.concat(command, Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new));
    }

    /** Any command line; what the one before it said is forgotten. */
    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return FacematchCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
