package io.facematch.standalone.run;

import io.facematch.standalone.run.merge.MergedResults;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The results archive of jobs that are over: of one as the server has it, of several one of theirs. */
record Results(List<JsonNode> jobs) {

    /**
     * Saves it under the name that the server gives it.
     *
     * @throws CommandFailed if that fails; it tells how to fetch the results later, since a job may have taken hours
     */
    Path save(ApiClient client, Path folder) throws InterruptedException {
        try {
            return jobs.size() == 1 ? client.saveResults(path(jobs.getFirst()), folder) : merged(client, folder);
        } catch (IOException | CommandFailed e) {
            throw new CommandFailed("""
                    the results of job %s could not be saved in %s: %s
                    The server keeps them: the same command fetches them.""".formatted(
                            jobs.stream().map(job -> job.path("id").asString()).collect(Collectors.joining(", ")),
                            folder,
                            CommandFailed.inWords(e)));
        }
    }

    private static String path(JsonNode job) {
        return job.at("/links/results").asString();
    }

    /** Under the name of the last one. Nothing half done stays. */
    private Path merged(ApiClient client, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var files = new ArrayList<Path>();
        try {
            var names = new ArrayList<String>();
            for (var job : jobs) {
                var file = Files.createTempFile(folder, "facematch-bulk-", ".part");
                files.add(file);
                names.add(client.download(path(job), file));
            }
            var whole = Files.createTempFile(folder, "facematch-bulk-", ".part");
            files.add(whole);
            new MergedResults(List.copyOf(files.subList(0, jobs.size()))).writeTo(whole);
            var name = names.stream().sorted().toList().getLast();
            return Files.move(whole, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public String toString() {
        return "Results[" + jobs.size() + "]";
    }
}
