package io.facematch.standalone.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The first pairs of a job that could not be compared, in the order of the archive. */
final class FirstFailures {
    static final int AT_MOST = 10;

    private FirstFailures() {}

    /** Asks for a page of each status that occurs: failures may be few among very many pairs. */
    static List<JsonNode> of(ApiClient client, JsonNode job) throws IOException, InterruptedException {
        var failures = new ArrayList<JsonNode>();
        for (var count : job.path("counts").properties()) {
            if (count.getValue().asInt() > 0
                    && !count.getKey().equals("Success")
                    && !count.getKey().equals("Pending")) {
                var page = client.get(
                        job.at("/links/outcomes").asString() + "?limit=" + AT_MOST + "&status=" + count.getKey());
                page.path("items").forEach(failures::add);
            }
        }
        return failures.stream()
                .sorted(Comparator.comparingInt(
                        failure -> failure.path("pair_index").asInt()))
                .limit(AT_MOST)
                .toList();
    }
}
