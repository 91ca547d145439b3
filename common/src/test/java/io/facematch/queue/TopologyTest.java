package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docker-compose.yml's broker loads is what the API would declare. */
class TopologyTest {
    private static final Path FILE = Path.of("..", "docker", "rabbitmq-topology.json");

    private final JsonNode definitions = read();

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new IllegalStateException("no definitions", e);
        }
    }

    @Test
    void isInTheDefinitionsWithTheSameQueues() {
        var queues = StreamSupport.stream(definitions.path("queues").spliterator(), false)
                .collect(Collectors.toMap(queue -> queue.path("name").asString(), TopologyTest::argumentsOf));

        assertThat(queues.keySet()).containsExactlyInAnyOrderElementsOf(Topology.queues());
        queues.forEach((queue, arguments) -> assertThat(arguments)
                .as(queue)
                .isEqualTo(Topology.arguments(queue).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().toString()))));
        assertThat(definitions.path("queues"))
                .allSatisfy(queue -> assertThat(queue.path("durable").asBoolean()
                                && !queue.path("auto_delete").asBoolean())
                        .isTrue());
    }

    private static Map<String, String> argumentsOf(JsonNode queue) {
        var arguments = new HashMap<String, String>();
        for (var entry : queue.path("arguments").properties()) {
            arguments.put(entry.getKey(), entry.getValue().asString());
        }
        return arguments;
    }

    @Test
    void isInTheDefinitionsWithTheSameExchanges() {
        assertThat(definitions.path("exchanges"))
                .allSatisfy(
                        exchange -> assertThat(exchange.path("type").asString()).isEqualTo("direct"))
                .map(exchange -> exchange.path("name").asString())
                .containsExactlyInAnyOrderElementsOf(Topology.exchanges());
    }

    @Test
    void isInTheDefinitionsWithTheSameBindings() {
        assertThat(definitions.path("bindings"))
                .map(binding -> binding.path("source").asString() + " -"
                        + binding.path("routing_key").asString() + "-> "
                        + binding.path("destination").asString())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Topology.queues().stream()
                                        .map(queue -> Topology.COMPARISONS + " -" + queue + "-> " + queue),
                                Stream.of(Topology.SET_ASIDE + " -" + Topology.SUSPECT + "-> " + Topology.SUSPECT))
                        .toList());
    }
}
