package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code facematch} in a project of a few files, with a Java and a Maven that write down how they are called. */
class LauncherTest {
    private static final String JAVA = """
            #!/usr/bin/env bash
            echo "java pid=$$ core=$(ulimit -Sc),$(ulimit -Hc) LC_ALL=${LC_ALL:-} FACEMATCH_OFFLINE=${FACEMATCH_OFFLINE:-} $*" >>"$(dirname "$0")/../calls"
            for argument; do
              case $argument in
                extract) touch "${@: -2:1}/facematch.jar" ;;
                --version) echo 'facematch 1.2.3' ;;
                -Dlauncher.check-only=true) exit "$(<"$(dirname "$0")/../check")" ;;
                -XX:AOTCacheOutput=*) touch "${argument#*=}" ;;
              esac
            done
            """;
    private static final String MAVEN = """
            #!/usr/bin/env bash
            echo "mvn $*" >>"$(dirname "$0")/../calls"
            mkdir -p "$(dirname "$2")/standalone/target"
            echo built >"$(dirname "$2")/standalone/target/facematch.jar"
            """;
    private static final String COMMANDS = """
            @Command(name = "run") @Command(name = "models") @Command(name = "token") @Option(names = "--out")
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path project;

    @SuppressWarnings("NullAway.Init")
    private Path java;

    private final Map<String, String> environment = new HashMap<>();
    private String printed = "";

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(folder.resolve("project"));
        java = folder.resolve("jdk");
        Files.copy(launcher(), project.resolve("facematch"));
        for (var source : List.of("pom.xml", "standalone/pom.xml", "db/migrations/V1.sql", "models/starter-x.onnx")) {
            write(project.resolve(source), source);
        }
        write(project.resolve("standalone/src/main/java/Commands.java"), COMMANDS);
        write(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        write(java.resolve("check"), "100");
        program(java.resolve("bin/java"), JAVA);
        program(java.resolve("bin/javac"), "#!/bin/sh\n");
        program(java.resolve("bin/mvn"), MAVEN);
        environment.put("JAVA_HOME", java.toString());
        environment.put("PATH", java.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("FACEMATCH_HOME", folder.resolve("home").toString());
    }

    @Test
    void buildsOnceAndThenOnlyWhenTheContentOfASourceHasChanged() throws Exception {
        assertThat(facematch("token")).isZero();
        assertThat(builds()).isEqualTo(1);

        var source = project.resolve("db/migrations/V1.sql");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3600)));
        assertThat(facematch("token")).isZero();
        assertThat(builds()).isEqualTo(1);

        Files.writeString(source, "-- more", StandardOpenOption.APPEND);
        assertThat(facematch("token")).isZero();
        assertThat(builds()).isEqualTo(2);

        Files.delete(project.resolve("models/starter-x.onnx"));
        assertThat(facematch("token")).isZero();
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void saysWhatItDoesAndHowLongThatTook() throws Exception {
        facematch("run", "pairs.zip");
        assertThat(printed)
                .contains("facematch: building")
                .containsPattern("facematch: built, \\d+ s")
                .contains("facematch: preparing a fast start")
                .containsPattern("facematch: prepared, \\d+ s");
    }

    @Test
    void tellsTheVersionThatWasBuiltWithoutJava() throws Exception {
        facematch("token");
        Files.writeString(project.resolve("pom.xml"), "another version", StandardOpenOption.APPEND);
        var calls = calls().size();

        assertThat(facematch("--version")).isZero();
        assertThat(printed).isEqualTo("facematch 1.2.3\n");
        assertThat(calls()).hasSize(calls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rum pairs.zip", "run pairs.zip --uot folder", "run --no-such-option=1", "--no-such-option"})
    void refusesBeforeABuildWhatIsNowhereInTheSources(String arguments) throws Exception {
        assertThat(facematch(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(printed)
                .startsWith("facematch: Un")
                .endsWith("Try 'facematch --help'\n")
                .doesNotContain("building");
        assertThat(calls()).isEmpty();
    }

    @Test
    void startsNothingWhenTheCommandIsRefused() throws Exception {
        write(java.resolve("check"), "2");
        assertThat(facematch("run", "pairs.zip", "--out", "folder")).isEqualTo(2);
        assertThat(calls().getLast()).contains("check-only").endsWith("run pairs.zip --out folder");
        assertThat(printed).doesNotContain("fast start");
    }

    @Test
    void handsOverToJavaWithTheCacheOfOneRun() throws Exception {
        var process = start("run", "pairs with spaces.zip");
        assertThat(process.waitFor()).isZero();

        assertThat(calls().getLast())
                .as("the launcher's own process, so that signals reach Java")
                .contains("pid=" + process.pid())
                .contains("-XX:AOTCache=" + app().resolve("cache"))
                .endsWith("-jar " + app().resolve("facematch.jar") + " run pairs with spaces.zip");
        assertThat(calls().stream().filter(call -> call.contains("AOTCacheOutput")))
                .hasSize(1);

        var before = calls().size();
        facematch("run", "pairs.zip");
        assertThat(calls().stream().filter(call -> call.contains("AOTCacheOutput")))
                .hasSize(1);
        assertThat(calls().subList(0, before))
                .as("the broker would run while the fast start is prepared")
                .noneMatch(call -> call.contains("launcher.prepare"));
        assertThat(calls().get(before)).contains("check-only", "launcher.prepare");
    }

    @Test
    void fetchesNoModelsWhileItPreparesAFastStart() throws Exception {
        facematch("run", "pairs.zip");
        assertThat(calls().stream().filter(call -> call.contains("FACEMATCH_OFFLINE=true")))
                .singleElement()
                .asString()
                .contains("AOTCacheOutput");
    }

    @Test
    void givesEveryCommandTheOptionsOfItsUser() throws Exception {
        environment.put("FACEMATCH_JAVA_OPTS", "-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128");
        facematch("models", "pull");
        assertThat(calls().getLast()).contains("-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128");
        facematch("run", "pairs.zip");
        assertThat(calls().getLast()).contains("-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128");
    }

    @Test
    void preparesNoFastStartWhereNoneIsWanted() throws Exception {
        environment.put("FACEMATCH_FAST_START", "false");
        assertThat(facematch("run", "pairs.zip")).isZero();
        assertThat(calls()).noneMatch(call -> call.contains("AOTCacheOutput"));

        environment.remove("FACEMATCH_FAST_START");
        assertThat(facematch("run", "pairs.zip")).isZero();
        assertThat(calls().getLast()).contains("-XX:AOTCache=");
    }

    @Test
    void startsNothingOfItsOwnForAServerElsewhere() throws Exception {
        var commands = project.resolve("standalone/src/main/java/Commands.java");
        Files.writeString(commands, "@Option(names = \"--url\")", StandardOpenOption.APPEND);
        for (var url : List.of("--url https://example.org", "--url=https://example.org")) {
            var arguments = ("run pairs.zip " + url).split(" ", -1);
            assertThat(facematch(arguments)).isZero();
            assertThat(calls())
                    .noneMatch(call -> call.contains("AOTCacheOutput"))
                    .noneMatch(call -> call.contains("launcher.prepare") || call.contains("check-only"));
            assertThat(calls().getLast()).endsWith("run pairs.zip " + url);
        }
    }

    @Test
    void compilesForAShortJobOnce() throws Exception {
        write(folder.resolve("short.zip"), "few bytes");
        try (var large = new RandomAccessFile(folder.resolve("long.zip").toFile(), "rw")) {
            large.setLength(10_000_000);
        }
        facematch("run", folder.resolve("short.zip").toString());
        assertThat(calls().getLast()).contains("TieredStopAtLevel=1");
        facematch("run", folder.resolve("long.zip").toString());
        assertThat(calls().getLast()).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void preparesAgainForAnotherJava() throws Exception {
        facematch("run", "pairs.zip");
        write(java.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
        facematch("run", "pairs.zip");
        assertThat(calls().stream().filter(call -> call.contains("AOTCacheOutput")))
                .hasSize(2);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void runsWithoutTheCacheWhenJavaMakesNone() throws Exception {
        program(java.resolve("bin/java"), JAVA.replace("touch \"${argument#*=}\"", "exit 1"));
        assertThat(facematch("run", "pairs.zip")).isZero();
        assertThat(calls().getLast()).doesNotContain("AOTCache").endsWith("run pairs.zip");
    }

    @Test
    void runsTheJarAsItIsWhenItCantBeUnpacked() throws Exception {
        program(java.resolve("bin/java"), JAVA.replace("extract)", "extract) exit 1 ;; never)"));
        assertThat(facematch("run", "pairs.zip")).isZero();
        assertThat(calls().getLast())
                .endsWith("-jar " + project.resolve("standalone/target/facematch.jar") + " run pairs.zip");
    }

    @Test
    void letsJavaTakeNamesOfFilesForUtf8() throws Exception {
        environment.put("LC_ALL", "C");
        facematch("token");
        assertThat(calls().getLast()).contains("LC_ALL=C.UTF-8");

        environment.put("LC_ALL", "de_DE.UTF-8");
        facematch("token");
        assertThat(calls().getLast()).contains("LC_ALL=de_DE.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run pairs.zip", "token", "models pull"})
    void leavesNothingOfWhatIsInMemory(String arguments) throws Exception {
        facematch(arguments.split(" ", -1));
        assertThat(calls())
                .filteredOn(call -> call.startsWith("java "))
                .allSatisfy(call -> assertThat(call).contains("core=0,0"))
                .filteredOn(call -> call.contains(" -jar "))
                .filteredOn(call -> !call.contains("jarmode"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call)
                        .contains(
                                "-XX:-CreateCoredumpOnCrash",
                                "-XX:-HeapDumpOnOutOfMemoryError",
                                "-XX:+DisableAttachMechanism",
                                "-XX:-UsePerfData"));
    }

    @Test
    void givesJavaAFolderForTemporaryFilesThatNobodyElseMayEnter() throws Exception {
        var process = start("run", "pairs.zip");
        var home = folder.resolve("home");
        var own = home.resolve("tmp").resolve(Long.toString(process.pid()));
        assertThat(calls().getLast())
                .contains("-Djava.io.tmpdir=" + own, "-XX:ErrorFile=" + home.resolve("java-crash-%p.log"));
        for (var closed : List.of(home, home.resolve("tmp"), own)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
                    .isEqualTo("rwx------");
        }

        write(own.resolve("of-a-process-that-was-killed"), "");
        var living = home.resolve("tmp")
                .resolve(Long.toString(ProcessHandle.current().pid()));
        write(living.resolve("of-a-process-that-runs"), "");
        facematch("token");
        assertThat(own).doesNotExist();
        assertThat(living).isNotEmptyDirectory();
        assertThat(calls().getLast()).contains("-Djava.io.tmpdir=" + home.resolve("tmp"));
    }

    @Test
    void javaTakesThatFolderAwayAtItsEnd() throws Exception {
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "mkdir -p $0/$$/of-a-library $0/other && touch $0/$$/of-a-library/code && exec \"$1\" -Djava.io.tmpdir=$0/$$ -cp \"$2\" $3 --version",
                        temporary.toString(),
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        System.getProperty("java.class.path"),
                        FacematchCommand.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();

        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        assertThat(temporary)
                .isDirectoryNotContaining("glob:**/" + process.pid())
                .isNotEmptyDirectory();
    }

    @Test
    void makesNoHomeForACommandThatNeedsNone() throws Exception {
        facematch("models", "list");
        assertThat(folder.resolve("home")).doesNotExist();
        assertThat(calls().getLast()).doesNotContain("java.io.tmpdir");
    }

    @Test
    void preparesAFastStartWhereNobodyElseMayLook() throws Exception {
        var homes = folder.resolve("homes");
        program(
                java.resolve("bin/java"),
                JAVA.replace("for argument; do", "echo \"$FACEMATCH_HOME\" >>" + homes + "\nfor argument; do"));
        facematch("run", "pairs.zip");
        assertThat(Files.readAllLines(homes))
                .filteredOn(home -> !home.equals(folder.resolve("home").toString()))
                .singleElement()
                .asString()
                .startsWith(app().resolve("home.").toString());
    }

    @Test
    void runsAReleaseWithAJreAndWithoutMaven() throws Exception {
        Files.delete(java.resolve("bin/javac"));
        Files.delete(java.resolve("bin/mvn"));
        write(project.resolve("lib/facematch.jar"), "released");
        assertThat(facematch("run", "pairs.zip")).as(() -> printed).isZero();
        assertThat(calls().getLast()).endsWith("-jar " + project.resolve("lib/app/facematch.jar") + " run pairs.zip");
        assertThat(printed).doesNotContain("building");
    }

    private int facematch(String... arguments) throws Exception {
        return start(arguments).waitFor();
    }

    private Process start(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(project.resolve("facematch").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FACEMATCH_"));
        builder.environment().putAll(environment);
        var process = builder.start();
        printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process;
    }

    private Path app() throws IOException {
        return project.toRealPath().resolve("standalone/target/app");
    }

    private List<String> calls() throws IOException {
        var calls = java.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private long builds() throws IOException {
        return calls().stream().filter(call -> call.startsWith("mvn ")).count();
    }

    private static Path launcher() {
        return Samples.demo().resolveSibling("../facematch");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void program(Path file, String script) throws IOException {
        write(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
