package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import io.facematch.face.network.ModelCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** The command line as its user meets it: what is printed, and the exit status. */
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return FacematchCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void tellsWhatThereIsToDo() {
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains(
                        "run",
                        "up",
                        "api",
                        "worker",
                        "token",
                        "clients",
                        "models",
                        "calibrate",
                        "explain",
                        "bench",
                        "privacy-check",
                        "FACEMATCH_HOME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "up",
                "api",
                "worker",
                "token",
                "clients",
                "clients add",
                "clients list",
                "clients rotate",
                "clients disable",
                "clients enable",
                "models",
                "models show",
                "models pull",
                "models add",
                "calibrate",
                "explain",
                "bench",
                "bench audit",
                "privacy-check"
            })
    void explainsEachCommand(String command) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: facematch " + command).contains("--help", "--version");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run pairs.zip",
                "up",
                "api",
                "worker",
                "token",
                "clients",
                "clients list",
                "models",
                "calibrate .",
                "explain photo.jpg",
                "bench",
                "bench audit",
                "privacy-check"
            })
    void refusesAnUnknownOption(String command) {
        assertThat(run((command + " --no-such-option").split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--no-such-option");
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(run("compare")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "facematch: Unmatched argument at index 0: 'compare'\nTry 'facematch --help'\n");
    }

    @Test
    void proposesTheCommandThatWasMeant() {
        assertThat(run("calibrat")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("calibrat").contains("calibrate").doesNotContain("Usage");
    }

    @Test
    void runNeedsAnArchive() {
        assertThat(run("run")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("ZIP");
    }

    @Test
    void runSaysWhenThereIsNoSuchFile() {
        assertThat(run("run", "no/such.zip")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("facematch: there is no file no/such.zip that can be read\n");
    }

    @Test
    void runSaysWhenAFolderHasNoPair(@TempDir Path folder) throws IOException {
        assertThat(run("run", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("facematch: there is no photo in " + folder);
        err.getBuffer().setLength(0);
        Files.createFile(folder.resolve("a_image1.jpg"));
        assertThat(run("run", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no complete pair").contains("\n  a_image1.jpg");
    }

    @Test
    void runSaysWhatIsWrongWithAManifestLineByLine(@TempDir Path folder) throws IOException {
        var manifest = Files.writeString(folder.resolve("pairs.csv"), "pair_id,image1,image2\na,x.jpg,y.jpg\n");
        assertThat(run("run", manifest.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("""
                        facematch: pairs.csv, line 2: there is no file x.jpg
                        pairs.csv, line 2: there is no file y.jpg
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --token abc                                                        | are for the server of --url
                    --url ftp://example.org --token abc                                | is no address of a server
                    --url http://example.org --token abc                               | use https, or say --insecure-http
                    --url https://example.org?x=1 --token abc                          | takes scheme, host, port and path only
                    --url https://example.org --token abc --token-file f               | say one of
                    --url https://example.org --client-id c                            | say one of
                    --url https://example.org --token-file no/such                     | there is no file no/such
                    --url http://localhost:1 --token abc                               | http://localhost:1 can't be reached
                    --names cp866 --labels no/such.csv                                 | there is no file no/such.csv
                    """)
    void runRefusesOptionsForServersThatMakeNoSense(String options, String why) {
        var arguments = new ArrayList<>(List.of("run", Samples.demo().toString()));
        arguments.addAll(List.of(options.split(" ", -1)));
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).contains(why).hasLineCount(1);
    }

    @Test
    void runSaysWhenTheFileIsNoZip(@TempDir Path folder) throws IOException {
        var text = Files.writeString(folder.resolve("pairs.zip"), "not a ZIP");
        assertThat(run("run", text.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("facematch: " + text + " is not a ZIP, or is cut off\n");
    }

    @Test
    void runSaysWhenTheResultsCantBeSaved(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThat(run(
                        "run",
                        Samples.demo().toString(),
                        "--out",
                        file.resolve("results").toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("facematch: can't write to " + file)
                .contains("--out")
                .hasLineCount(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void runSaysThatTheSystemsFoldersTakeNoResults() {
        assertThat(run("run", Samples.demo().toString(), "--out", "/proc/results"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "facematch: no permission to write to /proc: choose another folder with --out\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", ""})
    void benchRefusesPairsThatAreNoNumber(String pairs) {
        assertThat(run("bench", "--pairs", pairs)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--pairs").contains("Try 'facematch bench --help'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000001"})
    void benchRefusesTooFewAndTooManyPairs(String pairs) {
        assertThat(run("bench", "--pairs", pairs)).isEqualTo(1);
        assertThat(err.toString()).contains("--pairs must be 1 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rows 1199", "--rows 100000001", "--rounds 0", "--rounds 1001"})
    void benchAuditRefusesTooFewAndTooMany(String option) {
        assertThat(run(("bench audit " + option).split(" ", -1))).isEqualTo(1);
        assertThat(err.toString()).containsAnyOf("--rows must be 1200 to 100000000", "--rounds must be 1 to 1000");
    }

    @Test
    void tokenRefusesAnUnknownScope() {
        assertThat(run("token", "--scope", "facematch.bulk,facematch.everything"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("unknown scope facematch.everything", "facematch.compare, facematch.bulk");
    }

    @Test
    void tokenRefusesABlankTenant() {
        assertThat(run("token", "--tenant", " ")).isEqualTo(1);
        assertThat(err.toString()).contains("tenant");
    }

    @Test
    void clientsTellsWhatThereIsToDo() {
        assertThat(run("clients")).isZero();
        assertThat(out.toString()).contains("add", "list", "rotate", "disable", "enable", "FACEMATCH_DATABASE_URL");
    }

    @Test
    void aPrivacyCheckThatCantWriteItsReportIsNotRun(@TempDir Path folder) {
        assertThat(run("privacy-check", "--out", folder.toString())).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("facematch: " + folder + " is a folder: name a file with --out\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients add", "clients rotate", "clients disable", "clients enable"})
    void clientsNeedToBeNamed(String command) {
        assertThat(run(command.split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void clientsAddRefusesWhatMakesNoSense() {
        assertThat(run("clients", "add", " ")).isEqualTo(1);
        assertThat(run("clients", "add", "two\nlines")).isEqualTo(1);
        assertThat(run("clients", "add", "bank", "--tenant", " ")).isEqualTo(1);
        assertThat(run("clients", "add", "bank", "--scope", "facematch.everything"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("the name must not be blank", "the tenant must not be blank", "unknown scope")
                .doesNotContain("Exception");
    }

    @Test
    void modelsListsWhatIsUsedWithItsLicence() {
        assertThat(run("models")).isZero();
        assertThat(out.toString())
                .startsWith("USED   MODEL")
                .containsPattern("(?m)^used\\s+\\S+\\s+detector\\s+verified\\s+\\S")
                .containsPattern("(?m)^used\\s+\\S+\\s+embedder\\s+verified\\s+\\S")
                .containsPattern("(?m)^\\s+starter-embedder\\s+embedder|^used\\s+starter-embedder\\s+embedder");
    }

    @Test
    void modelsAreToldToPrograms() {
        assertThat(run("models", "--json")).isZero();

        var models = JsonMapper.shared().readTree(out.toString());
        assertThat(models.valueStream().map(model -> model.path("id").asString()))
                .containsExactlyElementsOf(
                        ModelCards.all().stream().map(ModelCard::id).toList());
        var builtIn = models.get(0);
        assertThat(builtIn.path("id").asString()).isEqualTo("starter-embedder");
        assertThat(builtIn.path("origin").asString()).isEqualTo("built_in");
        assertThat(builtIn.path("card_sha256").asString()).hasSize(64);
        assertThat(builtIn.path("research_only").isBoolean()).isTrue();
        assertThat(builtIn.path("state").asString()).isEqualTo("verified");
        assertThat(builtIn.path("location").isString()).isTrue();
        assertThat(builtIn.path("used").isBoolean()).isTrue();
        assertThat(builtIn.path("sources").isEmpty()).isTrue();
        assertThat(builtIn.at("/calibrations/0/points/2/operating_point").asString())
                .isEqualTo("standard");
        assertThat(builtIn.at("/calibrations/0/points/2/interval/confidence").asDouble())
                .isEqualTo(0.95);
    }

    @Test
    void modelsShowsACardWithItsTable() {
        assertThat(run("models", "show", "starter-embedder")).isZero();
        assertThat(out.toString())
                .startsWith("Model          starter-embedder (embedder, demonstration)")
                .containsPattern("(?m)^FMR +cosine +similarity +FNMR +false matches +95 % interval")
                .containsPattern("(?m)^1e-04 +0\\.\\d{3}  0\\.70 standard +\\d+\\.\\d\\d % ");
    }

    @Test
    void modelsShowsACardToPrograms() {
        assertThat(run("models", "show", "yunet-2023mar", "--json")).isZero();
        assertThat(JsonMapper.shared()
                        .readTree(out.toString())
                        .at("/sources/0/url")
                        .asString())
                .startsWith("https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models show nothing", "models pull nothing"})
    void modelsSaysWhichThereAre(String command) {
        assertThat(run(command.split(" ", -1))).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("facematch: no model is called nothing; known are ")
                .contains("starter-embedder", "yunet-2023mar");
    }

    @Test
    void modelsPullsNothingThatIsNowherePublic(@TempDir Path folder) {
        assertThat(run("models", "pull", "omz-face-reidentification-retail-0095", "--into", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("facematch: omz-face-reidentification-retail-0095 can't be fetched: its file, omz_")
                .contains("is nowhere public");
    }

    /** The tests run without a network. */
    @Test
    void modelsPullsTheRecommendedOnesAndSaysHowToGetThemByHand(@TempDir Path folder) {
        assertThat(run("models", "pull", "--into", folder.toString())).isEqualTo(1);
        for (var card : new ModelCatalog(List.of()).recommended()) {
            assertThat(out.toString()).contains(card.id() + " (", ") by " + card.publisher() + ", licence ");
            assertThat(err.toString())
                    .contains("facematch: " + card.id() + " can't be fetched: FACEMATCH_OFFLINE forbids")
                    .contains(card.sources().getFirst().url() + "\nand put it into " + folder + " as ");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void modelsPullsNothingThatIsBuiltIn() {
        assertThat(run("models", "pull", "starter-embedder")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("starter-embedder is built in\n");
    }

    @Test
    void modelsAddNeedsANameAndTakesNoOtherModelsName() {
        assertThat(run("models", "add", "some.onnx")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--id");
        assertThat(run("models", "add", "pom.xml", "--id", "starter-embedder", "--contract", "arcface-112"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("facematch: the program has a model starter-embedder: choose another --id");
        assertThat(run("models", "add", "no/such.onnx", "--id", "mine")).isEqualTo(1);
        assertThat(err.toString()).contains("facematch: there is no file no/such.onnx that can be read");
    }

    /** Only 'models add' starts it. */
    @Test
    void modelsDoesNotShowWhatIsNotForPeople() {
        assertThat(run("models", "--help")).isZero();
        assertThat(out.toString()).contains("add", "pull", "show").doesNotContain("try-out");
    }

    @Test
    void namesItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("facematch ");
    }
}
