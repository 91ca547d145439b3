package io.facematch.release;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml, read. */
record ComposeFile(Map<String, Object> content) {

    static ComposeFile read() {
        try (var reader = Files.newBufferedReader(Project.FOLDER.resolve("docker-compose.yml"))) {
            return new ComposeFile(map(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader)));
        } catch (IOException e) {
            throw new IllegalStateException("docker-compose.yml can't be read", e);
        }
    }

    Set<String> services() {
        return map(content, "services").keySet();
    }

    Map<String, Object> service(String name) {
        return map(map(content, "services"), name);
    }

    Set<String> servicesWith(String key) {
        return services().stream()
                .filter(name -> service(name).containsKey(key))
                .collect(Collectors.toSet());
    }

    /** The command that asks one of our containers for its health. */
    List<String> probe() {
        return list(map(service("api"), "healthcheck"), "test").stream()
                .skip(1) // the word CMD
                .map(Object::toString)
                .toList();
    }

    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return map(parent.getOrDefault(key, Map.of()));
    }

    static Map<String, Object> map(Object value) {
        var map = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) value).forEach((key, child) -> map.put(key.toString(), child == null ? "" : child));
        return map;
    }

    static List<Object> list(Map<String, Object> parent, String key) {
        return List.copyOf((Collection<?>) parent.getOrDefault(key, List.of()));
    }

    static String text(Map<String, Object> parent, String key) {
        return String.valueOf(parent.get(key));
    }
}
