package io.facematch.standalone.run;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The jobs of a run as if they were one. */
record JobSum(List<JsonNode> jobs) {

    /** @param unpaired images of the input that were not sent */
    JsonNode of(List<String> unpaired) {
        if (jobs.size() == 1 && !jobs.getFirst().path("unpaired").isEmpty()) {
            return jobs.getFirst();
        }
        var sum = (ObjectNode) jobs.getFirst().deepCopy();
        List.of("total", "done", "matches", "non_matches").forEach(member -> sum.put(member, sum(member)));
        var counts = sum.putObject("counts");
        jobs.getFirst()
                .path("counts")
                .propertyNames()
                .forEach(status -> counts.put(
                        status,
                        jobs.stream()
                                .mapToInt(job -> job.path("counts").path(status).asInt())
                                .sum()));
        sum.set("unpaired", JsonMapper.shared().valueToTree(unpaired));
        return sum;
    }

    private int sum(String member) {
        return jobs.stream().mapToInt(job -> job.path(member).asInt()).sum();
    }

    @Override
    public String toString() {
        return "JobSum[" + jobs.size() + "]";
    }
}
