package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files for Docker, since the tests have to pass on machines that have no Docker to run them. */
class DockerComposeTest {
    private static final Path PROJECT = findProject();
    private static final Pattern SETTING = Pattern.compile("FACEMATCH_[A-Z_]*[A-Z]");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(FACEMATCH_[A-Z_]+)`", Pattern.MULTILINE);

    private final Map<String, Object> compose = readCompose();
    private final Map<String, Object> services = map(compose, "services");

    @Test
    void runsTheFourServices() {
        assertThat(services.keySet()).containsOnly("postgres", "rabbitmq", "api", "worker");
        assertThat(service("postgres").get("image")).isEqualTo("postgres:18");
        assertThat(service("rabbitmq").get("image")).isEqualTo("rabbitmq:4-management");
        for (var name : List.of("api", "worker")) {
            assertThat(map(service(name), "build").get("dockerfile")).isEqualTo(name + "/Dockerfile");
            assertThat(PROJECT.resolve(name).resolve("Dockerfile")).isRegularFile();
        }
    }

    @Test
    void publishesNothingButTheApiOnThisMachine() {
        assertThat(namesOfServicesWith("ports")).containsExactly("api");
        assertThat(list(service("api"), "ports"))
                .singleElement()
                .asString()
                .startsWith("127.0.0.1:")
                .endsWith(":8080");
        for (var name : List.of("postgres", "rabbitmq", "worker")) {
            assertThat(list(service(name), "networks"))
                    .map(Object::toString)
                    .as(name)
                    .containsExactly("inside");
        }
        assertThat(map(map(compose, "networks"), "inside").get("internal")).isEqualTo(true);
    }

    @Test
    void scalesTheWorker() {
        assertThat(service("worker")).doesNotContainKey("container_name").doesNotContainKey("hostname");
    }

    @Test
    void hardensEveryService() {
        for (var name : services.keySet()) {
            var service = service(name);
            assertThat(service.get("read_only")).as("%s: read_only", name).isEqualTo(true);
            assertThat(list(service, "cap_drop")).as("%s: cap_drop", name).isEqualTo(List.of("ALL"));
            assertThat(list(service, "security_opt"))
                    .as("%s: security_opt", name)
                    .isEqualTo(List.of("no-new-privileges:true"));
            assertThat(service).as("%s", name).doesNotContainKey("privileged").doesNotContainKey("cap_add");
            var limits = map(map(map(service, "deploy"), "resources"), "limits");
            assertThat(limits.keySet()).as("%s: limits", name).contains("cpus", "memory", "pids");
        }
    }

    @Test
    void runsNobodyAsRoot() throws IOException {
        assertThat(service("postgres").get("user")).isEqualTo("postgres");
        assertThat(service("rabbitmq").get("user")).isEqualTo("rabbitmq");
        for (var name : List.of("api", "worker")) {
            var instructions = Files.readAllLines(PROJECT.resolve(name).resolve("Dockerfile"));
            var lastStage = instructions.subList(lastIndexOfPrefix(instructions, "FROM "), instructions.size());
            assertThat(lastStage).as(name).anyMatch(line -> line.matches("USER [1-9]\\d{3,}:[1-9]\\d{3,}"));
        }
    }

    @Test
    void waitsUntilServicesAreHealthy() {
        for (var name : services.keySet()) {
            assertThat(list(map(service(name), "healthcheck"), "test"))
                    .as("%s: health check", name)
                    .first()
                    .isEqualTo("CMD");
        }
        for (var name : List.of("api", "worker")) {
            var dependencies = map(service(name), "depends_on");
            assertThat(dependencies.keySet()).contains("postgres", "rabbitmq");
            for (var dependency : dependencies.keySet()) {
                assertThat(map(dependencies, dependency).get("condition"))
                        .as("%s waits for %s", name, dependency)
                        .isEqualTo("service_healthy");
            }
        }
    }

    @Test
    void takesSecretsFromDeclaredFilesOnly() throws IOException {
        var declared = map(compose, "secrets");
        var script = Files.readString(PROJECT.resolve("scripts/make-secrets"));
        for (var name : declared.keySet()) {
            assertThat(map(declared, name).get("file")).isEqualTo("secrets/" + name);
            assertThat(script).as("made by scripts/make-secrets").contains("| make " + name + " ");
        }
        var used = new TreeSet<String>();
        for (var name : services.keySet()) {
            for (var secret : list(service(name), "secrets")) {
                used.add(secret instanceof Map<?, ?> ? text(map(secret), "source") : secret.toString());
            }
        }
        assertThat(declared.keySet()).containsExactlyInAnyOrderElementsOf(used);
        assertThat(Files.readAllLines(PROJECT.resolve(".gitignore"))).contains("/secrets/");
        assertThat(Files.readAllLines(PROJECT.resolve(".dockerignore"))).contains("secrets");
    }

    @Test
    void keepsSecretsOutOfTheEnvironment() {
        for (var name : services.keySet()) {
            var environment = map(service(name), "environment");
            for (var variable : environment.keySet()) {
                if (!variable.endsWith("_FILE")) {
                    assertThat(variable).as("%s", name).doesNotContain("PASSWORD", "MASTER_KEY");
                }
            }
        }
    }

    @Test
    void declaresVolumesAndConfigurations() {
        for (var name : services.keySet()) {
            for (var volume : list(service(name), "volumes")) {
                var source = volume.toString().split(":", 2)[0];
                if (!source.startsWith("./")) {
                    assertThat(map(compose, "volumes").containsKey(source))
                            .as("volume %s", source)
                            .isTrue();
                }
            }
            for (var configuration : list(service(name), "configs")) {
                var source = text(map(configuration), "source");
                var file = text(map(map(compose, "configs"), source), "file");
                assertThat(PROJECT.resolve(file)).isRegularFile();
            }
        }
    }

    @Test
    void usesDocumentedSettingsOnly() throws IOException {
        var documented = DOCUMENTED
                .matcher(Files.readString(PROJECT.resolve("docs/settings.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        for (var file : List.of("docker-compose.yml", "api/Dockerfile", "worker/Dockerfile", "facematch")) {
            var used = SETTING.matcher(Files.readString(PROJECT.resolve(file)))
                    .results()
                    .map(match -> match.group())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(documented).as("docs/settings.md, for %s", file).containsAll(used);
        }
    }

    private Map<String, Object> service(String name) {
        return map(services, name);
    }

    private Set<String> namesOfServicesWith(String key) {
        return services.keySet().stream()
                .filter(name -> service(name).containsKey(key))
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return map(parent.getOrDefault(key, Map.of()));
    }

    private static Map<String, Object> map(Object value) {
        var map = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) value).forEach((key, child) -> map.put(key.toString(), child == null ? "" : child));
        return map;
    }

    private static List<Object> list(Map<String, Object> parent, String key) {
        return List.copyOf((Collection<?>) parent.getOrDefault(key, List.of()));
    }

    private static String text(Map<String, Object> parent, String key) {
        return String.valueOf(parent.get(key));
    }

    private static int lastIndexOfPrefix(List<String> lines, String prefix) {
        for (int index = lines.size() - 1; index >= 0; index--) {
            if (lines.get(index).startsWith(prefix)) {
                return index;
            }
        }
        throw new IllegalArgumentException("no line starts with " + prefix);
    }

    private static Map<String, Object> readCompose() {
        try (var reader = Files.newBufferedReader(PROJECT.resolve("docker-compose.yml"))) {
            return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        } catch (IOException e) {
            throw new IllegalStateException("docker-compose.yml can't be read", e);
        }
    }

    private static Path findProject() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("docker-compose.yml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("docker-compose.yml is in no folder above this one");
    }
}
