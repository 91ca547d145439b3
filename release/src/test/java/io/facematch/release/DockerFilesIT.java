package io.facematch.release;

import static io.facematch.release.ComposeFile.list;
import static io.facematch.release.ComposeFile.map;
import static io.facematch.release.ComposeFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docker-compose.yml and the Dockerfile promise about safety, and that every file they name is there after a build. */
class DockerFilesIT {
    private static final List<String> OURS = List.of("api", "worker");
    private static final Pattern DIGEST = Pattern.compile("[a-z./-]+:[\\w.-]+@sha256:[0-9a-f]{64}");
    /** Of what runs: not in prose, where it is in backticks, nor in an address, nor where a command asks for its digest. */
    private static final Pattern IN_A_COMMAND =
            Pattern.compile("(?<!inspect )(?<=\\s)((?:eclipse-temurin|postgres|rabbitmq):[^\\s`]+)");

    private static final Pattern SETTING = Pattern.compile("FACEMATCH_[A-Z_]*[A-Z]");

    private final ComposeFile compose = ComposeFile.read();

    @Test
    void publishNothingButTheApiOnThisMachine() {
        assertThat(compose.servicesWith("ports")).containsExactly("api");
        assertThat(list(compose.service("api"), "ports"))
                .singleElement()
                .asString()
                .startsWith("127.0.0.1:")
                .endsWith(":8080");
        for (var name : List.of("postgres", "rabbitmq", "worker")) {
            assertThat(list(compose.service(name), "networks"))
                    .map(Object::toString)
                    .as(name)
                    .containsExactly("inside");
        }
        assertThat(map(map(compose.content(), "networks"), "inside").get("internal"))
                .isEqualTo(true);
    }

    @Test
    void runNobodyAsRootNorLetAnyoneBecomeIt() throws IOException {
        assertThat(compose.service("postgres").get("user")).isEqualTo("postgres");
        assertThat(compose.service("rabbitmq").get("user")).isEqualTo("rabbitmq");
        for (var process : OURS) {
            assertThat(new Dockerfile(process).instruction("USER")).matches("[1-9]\\d{3,}:[1-9]\\d{3,}");
        }
        for (var name : compose.services()) {
            var service = compose.service(name);
            assertThat(service.get("read_only")).as("%s: read_only", name).isEqualTo(true);
            assertThat(list(service, "cap_drop")).as("%s: cap_drop", name).isEqualTo(List.of("ALL"));
            assertThat(list(service, "security_opt"))
                    .as("%s: security_opt", name)
                    .isEqualTo(List.of("no-new-privileges:true"));
            assertThat(service).as(name).doesNotContainKeys("privileged", "cap_add");
            assertThat(map(service, "ulimits").get("core")).as("%s: core", name).isEqualTo(0);
            assertThat(map(map(map(service, "deploy"), "resources"), "limits").keySet())
                    .as("%s: limits", name)
                    .contains("cpus", "memory", "pids");
        }
    }

    @Test
    void leaveNothingOfWhatIsInMemory() throws IOException {
        for (var process : OURS) {
            assertThat(Files.readAllLines(Project.FOLDER.resolve("docker/" + process + ".options")))
                    .contains(
                            "-XX:-CreateCoredumpOnCrash",
                            "-XX:-HeapDumpOnOutOfMemoryError",
                            "-XX:ErrorFile=/tmp/java-crash-%p.log",
                            "\"-XX:OnError=cd /tmp && sed -i '/^Registers:/,/P R O C E S S/d' java-crash-%p.log\"",
                            "-XX:+DisableAttachMechanism");
        }
        assertThat(map(compose.service("rabbitmq"), "environment")).containsEntry("ERL_CRASH_DUMP_SECONDS", "0");
    }

    @Test
    void giveEachProcessADatabaseUserOfItsOwn() throws IOException {
        assertThat(map(compose.service("api"), "environment"))
                .containsEntry("FACEMATCH_DATABASE_USERNAME", "facematch_api")
                .containsEntry("FACEMATCH_DATABASE_OWNER_USERNAME", "facematch_owner");
        assertThat(map(compose.service("worker"), "environment"))
                .containsEntry("FACEMATCH_DATABASE_USERNAME", "facematch_worker")
                .doesNotContainKey("FACEMATCH_DATABASE_OWNER_USERNAME");
        assertThat(secretsOf("worker")).doesNotContain("postgres.password", "facematch.database.owner-password");
        assertThat(secretsOf("api")).doesNotContain("postgres.password");
        for (var process : OURS) {
            assertThat(secretsOf(process))
                    .as("no process drops outcomes, and none needs another way to read them")
                    .doesNotContain("facematch.database.retention-password", "facematch.database.auditor-password");
        }
        var made = Files.readString(Project.FOLDER.resolve("db/roles/create_roles.sql"));
        var passwords = Files.readString(Project.FOLDER.resolve("docker/passwords.sql"));
        for (var user : List.of(
                "facematch_owner", "facematch_api", "facematch_worker", "facematch_auditor", "facematch_retention")) {
            assertThat(made).contains("'" + user + "'");
            assertThat(passwords).contains("alter role " + user + " password");
        }
        assertThat(Pattern.compile("/run/secrets/([\\w.-]+)")
                        .matcher(passwords)
                        .results()
                        .map(secret -> secret.group(1)))
                .isSubsetOf(secretsOf("postgres"));
    }

    /** What those users may do is tried by BrokerRolesIT. */
    @Test
    void giveEachProcessABrokerUserOfItsOwn() throws IOException {
        var definitions =
                JsonMapper.shared().readTree(Files.readString(Project.FOLDER.resolve("docker/rabbitmq-topology.json")));
        for (var process : OURS) {
            var user = "facematch_" + process;
            var password = "facematch.rabbitmq." + process + "-password";
            assertThat(map(compose.service(process), "environment")).containsEntry("FACEMATCH_RABBITMQ_USERNAME", user);
            assertThat(list(compose.service(process), "secrets"))
                    .contains(Map.of("source", password, "target", "facematch.rabbitmq.password"));
            assertThat(secretsOf(process).stream().filter(secret -> secret.contains("rabbitmq")))
                    .as("no other password")
                    .containsExactly(password);
            assertThat(definitions.path("permissions"))
                    .map(permission -> permission.path("user").asString())
                    .containsOnlyOnce(user);
        }
        assertThat(definitions.path("permissions")).hasSize(OURS.size());
        for (var permission : definitions.path("permissions")) {
            assertThat(documentation())
                    .as("the table for other brokers")
                    .contains("| `%s` | `%s` | `%s` | `%s` |"
                            .formatted(
                                    permission.path("user").asString(),
                                    inTable(permission.path("configure")),
                                    inTable(permission.path("write")),
                                    inTable(permission.path("read"))));
        }
        assertThat(secretsOf("rabbitmq")).as("hashes, no passwords").containsExactly("rabbitmq-users.json");
        var settings = Files.readString(Project.FOLDER.resolve("docker/rabbitmq.conf"));
        assertThat(settings).doesNotContain("default_user", "default_pass", "guest =");
        var folder = "/etc/rabbitmq/definitions/";
        assertThat(settings).contains("\nload_definitions = " + folder.replaceFirst("/$", "\n"));
        // In the order of their names: rights are given to users that are there.
        assertThat(list(compose.service("rabbitmq"), "secrets"))
                .contains(Map.of("source", "rabbitmq-users.json", "target", folder + "10-users.json"));
        assertThat(list(compose.service("rabbitmq"), "configs"))
                .contains(Map.of("source", "rabbitmq-topology.json", "target", folder + "20-topology.json"));
    }

    private static String inTable(JsonNode names) {
        return names.asString().replace("|", "\\|");
    }

    private Set<String> secretsOf(String service) {
        return list(compose.service(service), "secrets").stream()
                .map(secret -> secret instanceof Map<?, ?> ? text(map(secret), "source") : secret.toString())
                .collect(Collectors.toSet());
    }

    @Test
    void takeSecretsFromDeclaredFilesOnly() throws IOException {
        var declared = map(compose.content(), "secrets");
        var script = Files.readString(Project.FOLDER.resolve("scripts/make-secrets"));
        for (var name : declared.keySet()) {
            assertThat(map(declared, name).get("file")).isEqualTo("secrets/" + name);
            assertThat(script).as("made by scripts/make-secrets").contains("| make " + name + " ");
        }
        var used = new TreeSet<String>();
        for (var name : compose.services()) {
            used.addAll(secretsOf(name));
            for (var variable : map(compose.service(name), "environment").keySet()) {
                if (!variable.endsWith("_FILE")) {
                    assertThat(variable).as(name).doesNotContain("PASSWORD", "MASTER_KEY", "PRIVATE_KEY");
                }
            }
        }
        assertThat(declared.keySet()).containsExactlyInAnyOrderElementsOf(used);
        assertThat(Files.readAllLines(Project.FOLDER.resolve(".gitignore"))).contains("/secrets/");
    }

    /** Upgrades and new passwords need it again. */
    @Test
    void makeSecretsAgainThatAreGone(@TempDir Path folder) throws Exception {
        var script = Files.createDirectory(folder.resolve("scripts")).resolve("make-secrets");
        Files.copy(Project.FOLDER.resolve("scripts/make-secrets"), script);
        Commands.run(folder, Map.of(), "bash", script.toString());
        var before = contents(folder.resolve("secrets"));
        Files.delete(folder.resolve("secrets/facematch.rabbitmq.worker-password"));

        Commands.run(folder, Map.of(), "bash", script.toString());

        var after = contents(folder.resolve("secrets"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.keySet().stream().filter(name -> !Objects.equals(after.get(name), before.get(name))))
                .containsExactlyInAnyOrder("facematch.rabbitmq.worker-password", "rabbitmq-users.json");
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /** A tag moves: what was tested would not be what runs. */
    @Test
    void nameEveryForeignImageByItsDigest() throws IOException {
        var foreign = new ArrayList<String>();
        for (var name : compose.services()) {
            if (!OURS.contains(name)) {
                foreign.add(text(compose.service(name), "image"));
            }
        }
        var base = new Dockerfile("api").instruction("FROM");
        foreign.add(base);
        assertThat(foreign).hasSize(3).allSatisfy(image -> assertThat(image).matches(DIGEST));
        assertThat(IN_A_COMMAND.matcher(documentation()).results().map(image -> image.group(1)))
                .as("the images in commands of the documents")
                .isNotEmpty()
                .allSatisfy(image -> assertThat(foreign).contains(image));
        assertThat(Files.readString(Project.FOLDER.resolve("release/pom.xml")))
                .as("the images that are made without Docker have the same base")
                .contains("<image.base>" + base + "</image.base>");
    }

    /** Pages to manage a broker are one more thing to break into, and nothing here needs them. */
    @Test
    void runTheBrokerWithoutItsPages() throws IOException {
        assertThat(text(compose.service("rabbitmq"), "image")).doesNotContain("management");
        assertThat(Files.readString(Project.FOLDER.resolve("docker/rabbitmq.conf")))
                .doesNotContain("management");
    }

    @Test
    void waitForWhatIsHealthy() {
        for (var name : compose.services()) {
            var service = compose.service(name);
            assertThat(list(map(service, "healthcheck"), "test"))
                    .as("%s: health check", name)
                    .first()
                    .isEqualTo("CMD");
            var dependencies = map(service, "depends_on");
            for (var dependency : dependencies.keySet()) {
                assertThat(map(dependencies, dependency).get("condition"))
                        .as("%s waits for %s", name, dependency)
                        .isEqualTo("service_healthy");
            }
        }
        for (var name : OURS) {
            assertThat(map(compose.service(name), "depends_on").keySet()).contains("postgres", "rabbitmq");
        }
        assertThat(compose.service("worker"))
                .as("a worker that scales")
                .doesNotContainKeys("container_name", "hostname");
    }

    @Test
    void nameOnlyFilesThatTheBuildMakes() throws IOException {
        for (var process : OURS) {
            var build = map(compose.service(process), "build");
            var context = Project.FOLDER.resolve(text(build, "context"));
            assertThat(context.resolve(text(build, "dockerfile"))).isRegularFile();
            assertThat(map(build, "args")).containsEntry("PROCESS", process);
            for (var source : new Dockerfile(process).sources()) {
                assertThat(context.resolve(source)).isNotEmptyDirectory();
                assertThat(reachesDocker(source)).as(source).isTrue();
            }
        }
        var probe = compose.probe();
        var className = probe.getLast().replace('.', '/') + ".class";
        assertThat(Project.BUILT.resolve("classes").resolve(className)).isRegularFile();
        for (var name : compose.services()) {
            for (var volume : list(compose.service(name), "volumes")) {
                var source = volume.toString().split(":", 2)[0];
                if (source.startsWith("./")) {
                    assertThat(Project.FOLDER.resolve(source)).isDirectory();
                } else {
                    assertThat(map(compose.content(), "volumes")).containsKey(source);
                }
            }
            for (var configuration : list(compose.service(name), "configs")) {
                var file = text(map(map(compose.content(), "configs"), text(map(configuration), "source")), "file");
                assertThat(Project.FOLDER.resolve(file)).isRegularFile();
            }
        }
    }

    @Test
    void useDocumentedSettingsOnly() throws IOException {
        var documented = documentedSettings();
        for (var file : List.of("docker-compose.yml", "docker/Dockerfile", "facematch")) {
            var used = SETTING.matcher(Files.readString(Project.FOLDER.resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(documented).as("documented, for %s", file).containsAll(used);
        }
    }

    /** Whether .dockerignore lets a folder pass: it refuses all but what it names. */
    private static boolean reachesDocker(String source) throws IOException {
        var rules = Files.readAllLines(Project.FOLDER.resolve(".dockerignore"));
        assertThat(rules).contains("*");
        return rules.stream()
                .filter(rule -> rule.startsWith("!"))
                .anyMatch(rule -> Path.of(source).startsWith(rule.substring(1)));
    }

    private static String documentation() throws IOException {
        var text = new StringBuilder(Files.readString(Project.FOLDER.resolve("README.md")));
        try (var files = Files.walk(Project.FOLDER.resolve("docs"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static Set<String> documentedSettings() throws IOException {
        return Pattern.compile("^\\| `(FACEMATCH_[A-Z_]+)`", Pattern.MULTILINE)
                .matcher(documentation())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
