package io.facematch.standalone.run;

import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** The results archive of a job that is over. */
record Results(JsonNode job) {

    /**
     * Saves it under the name that the server gives it.
     *
     * @throws CommandFailed if that fails; it tells how to fetch the results later, since a job may have taken hours
     */
    Path save(ApiClient client, Path folder) throws InterruptedException {
        var path = job.at("/links/results").asString();
        try {
            return client.saveResults(path, folder);
        } catch (IOException | CommandFailed e) {
            throw new CommandFailed("""
                    the results of job %s could not be saved in %s: %s
                    The server keeps them. With './facematch up' running, this fetches them:
                    curl -sSf -o results.zip -H "Authorization: Bearer $(./facematch token)" %s%s""".formatted(
                    job.path("id").asString(), folder, CommandFailed.inWords(e), LocalIssuer.configuredUri(), path));
        }
    }
}
