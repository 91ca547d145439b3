package io.facematch.standalone.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.KnownModels;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Around a trial whose results are written down beforehand. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ModelAdditionTest {
    @TempDir
    private Path place;

    private Path folder;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        folder = place.resolve("models");
        file = Files.write(place.resolve("r50.onnx"), TestNetworks.pixels());
    }

    @Test
    void putsFileAndCardIntoTheFolder() throws Exception {
        var added = add(statement("arcface-112", false), fits("arcface-112"));

        assertThat(added.findings()).startsWith("arcface-112, 512 dimensions, separation 12.0");
        assertThat(folder.resolve("my-r50.onnx")).hasBinaryContent(TestNetworks.pixels());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("my-r50.onnx"))))
                .isEqualTo("rw-r--r--");
        var known = KnownModels.in(List.of(folder));
        assertThat(known.problems()).isEmpty();
        var card = known.find("my-r50").orElseThrow().card();
        assertThat(card).isEqualTo(added.card());
        assertThat(card.sha256()).isEqualTo(CardJson.sha256(TestNetworks.pixels()));
        assertThat(card.embedderContract().dimensions()).isEqualTo(512);
        assertThat(card.licence()).isEqualTo("MIT");
        assertThat(names()).containsExactly("my-r50.card.json", "my-r50.onnx");
    }

    @Test
    void takesAContractFromAFile() throws Exception {
        var contract = contract(512);

        var added = add(statement(contract.toString(), false), fits(contract.toString()));

        assertThat(added.card().embedderContract().template().getFirst()).containsExactly(38.0, 51.0);
    }

    @Test
    void refusesAContractOfOtherDimensions() throws IOException {
        var contract = contract(128);

        refuses(
                statement(contract.toString(), false),
                fits(contract.toString()),
                "the contract says 128 dimensions, but the network gives 512");
    }

    @Test
    void refusesAContractThatIsNone() throws IOException {
        refuses(statement("arcface", false), "no contract is called arcface", "arcface-112, arcface-112-128", ".json");
        refuses(statement(place.resolve("none.json").toString(), false), "none.json: it is no file");
        var broken = Files.writeString(place.resolve("broken.json"), "{\"size\": 112}");
        refuses(statement(broken.toString(), false), "broken.json: pixels is missing");
    }

    @Test
    void saysWhichContractFits() {
        refuses(statement(null, false), fits("arcface-112"), "add --contract arcface-112");
        refuses(statement("sface-112", false), fits("arcface-112"), "use --contract arcface-112");
        refuses(
                statement("omz-128", false),
                fits("arcface-112"),
                "it takes pictures of 112 x 112 pixels, but the contract has 128",
                "use --contract arcface-112");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void replacesNothingUnlessTold() throws Exception {
        add(statement("arcface-112", false), fits("arcface-112"));
        var before = Files.readString(CardFiles.card(folder, "my-r50"));

        refuses(statement("arcface-112-unit", false), fits("arcface-112-unit"), "is there already", "--replace");
        assertThat(CardFiles.card(folder, "my-r50")).hasContent(before);

        add(statement("arcface-112-unit", true), fits("arcface-112-unit"));
        assertThat(CardFiles.card(folder, "my-r50")).content().contains("255.0");
    }

    @Test
    void neverReplacesAFileWithoutACardEither() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("my-r50.onnx"), "mine");

        refuses(statement("arcface-112", false), fits("arcface-112"), "my-r50.onnx is there already");
        assertThat(folder.resolve("my-r50.onnx")).hasContent("mine");
    }

    /** What was measured of a network says nothing of another one. */
    @Test
    void keepsCalibrationsOnlyOfTheSameNetworkWithTheSameContract() throws Exception {
        add(statement("arcface-112", false), fits("arcface-112"));
        CardFiles.add(KnownModels.in(List.of(folder)).find("my-r50").orElseThrow(), calibration(), folder);

        var same = add(statement("arcface-112", true), fits("arcface-112"));
        assertThat(same.calibrationsLost()).isZero();
        assertThat(same.card().calibrations()).containsExactly(calibration());

        var other = add(statement("arcface-112-unit", true), fits("arcface-112-unit"));
        assertThat(other.calibrationsLost()).isEqualTo(1);
        assertThat(KnownModels.in(List.of(folder))
                        .find("my-r50")
                        .orElseThrow()
                        .card()
                        .calibrations())
                .isEmpty();
    }

    @Test
    void doesNotHideAModelOfTheProgramNorOneElsewhere() throws Exception {
        refuses(named("espdl-mbf-112"), fits("arcface-112"), "the program has a model espdl-mbf-112");

        add(statement("arcface-112", false), fits("arcface-112"));
        var elsewhere = place.resolve("elsewhere");
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> new ModelAddition(
                                KnownModels.in(List.of(folder)), elsewhere, fits("arcface-112"), quiet())
                        .add(file, statement("arcface-112", true)))
                .withMessageContaining("there is a model my-r50 in " + folder);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void refusesWhatWouldMakeABrokenCard() {
        refuses(named("My R50"), fits("arcface-112"), "id must have 1 to 64 small letters");
        refuses(named("../r50"), fits("arcface-112"), "id must have 1 to 64 small letters");
        refuses(
                new Statement("my-r50", "arcface-112", false, false, "a\u001b[2Jb", "", "", "", "", false),
                fits("arcface-112"),
                "summary must be one line of visible characters");
        assertThat(folder).doesNotExist();
    }

    /** Nothing of it is run: the process that would do so does not exist. */
    @Test
    void refusesFilesThatAreNoNetworkBeforeTheTrial() throws IOException {
        Files.write(file, TestNetworks.elsewhere("../../secret"));
        refuses(statement("arcface-112", false), "its weights lie in another file");
        Files.writeString(file, "no network");
        refuses(statement("arcface-112", false), "it can't be added: it is no ONNX model");
        Files.write(file, Arrays.copyOf(TestNetworks.pixels(), 60));
        refuses(statement("arcface-112", false), "it is no ONNX model, or is cut off");
        Files.write(file, TestNetworks.picture());
        refuses(statement("arcface-112", false), "it gives 1 x 3 x 112 x 112 numbers for a picture");
        Files.delete(file);
        refuses(statement("arcface-112", false), "there is no file " + file);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAHugeFileAtOnce() throws IOException {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((1L << 30) + 1);
        }

        refuses(statement("arcface-112", false), "more than 1024 MiB");
        assertThat(folder).doesNotExist();
    }

    @Test
    void leavesNothingBehindWhenTheTrialFails() {
        refuses(statement("arcface-112", false), process("kill -SEGV $$"), "it brings ONNX Runtime down");
        assertThat(folder).isEmptyDirectory();
    }

    private ModelAddition.Added add(Statement statement, TrialProcess trial) throws IOException, InterruptedException {
        return new ModelAddition(KnownModels.in(List.of(folder)), folder, trial, quiet()).add(file, statement);
    }

    private void refuses(Statement statement, String... words) {
        refuses(statement, new TrialProcess(List.of("/no/such/program"), Duration.ofSeconds(1)), words);
    }

    private void refuses(Statement statement, TrialProcess trial, String... words) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> add(statement, trial))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    /** A trial in which one contract is the right one, and all others give nothing. */
    private static TrialProcess fits(String contract) {
        var others = ContractPresets.all().stream()
                .map(NamedContract::name)
                .filter(name -> !name.equals(contract) && !name.startsWith("omz"))
                .map(name -> "{\"contract\":\"" + name + "\",\"dimensions\":512,\"separation\":" + separation(1) + "}");
        var one = "{\"contract\":\"" + contract + "\",\"dimensions\":512,\"separation\":" + separation(12) + "}";
        var lines = Stream.concat(Stream.of(one), others).map(result -> "result: " + result);
        return process("echo '" + String.join("\n", lines.toList()) + "'");
    }

    private static String separation(int distance) {
        return "{\"photos\":36,\"samePerson\":0.8,\"differentPersons\":0.1,\"distance\":" + distance
                + ",\"ordered\":1}";
    }

    private static TrialProcess process(String script) {
        return new TrialProcess(List.of("sh", "-c", script), Duration.ofSeconds(60));
    }

    private static Statement statement(@Nullable String contract, boolean replaces) {
        return new Statement("my-r50", contract, false, replaces, "Ours.", "us", "MIT", "none", "unknown", false);
    }

    private static Statement named(String id) {
        return new Statement(id, "arcface-112", false, false, "", "", "", "", "", false);
    }

    private Path contract(int dimensions) throws IOException {
        return Files.writeString(place.resolve("contract.json"), """
                {"pixels": {"order": "RGB", "mean": 127.5, "divisor": 127.5}, "size": 112,
                 "template": [[38, 51], [73, 51], [56, 71], [41, 92], [70, 92]], "dimensions": %d}""".formatted(dimensions));
    }

    private static Calibration calibration() {
        var point = new Calibration.Point(1e-4, 0.5, false, 10, new Calibration.Interval(0, 1), 0);
        return new Calibration(
                "my-r50/starter-detector/staff",
                List.of("starter-detector"),
                "staff",
                2,
                0,
                1,
                100_000,
                0,
                List.of(point));
    }

    private List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintWriter quiet() {
        return new PrintWriter(new StringWriter());
    }
}
