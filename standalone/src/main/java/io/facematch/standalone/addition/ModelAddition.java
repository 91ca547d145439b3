package io.facematch.standalone.addition;

import io.facematch.card.ModelCard;
import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.CardRules;
import io.facematch.card.folder.InputContract;
import io.facematch.card.folder.InvalidCard;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
import io.facematch.face.onnx.InvalidOnnx;
import io.facematch.face.onnx.OnnxFile;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.OutputFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds an embedder to a folder: its file, and then the card beside it. Where anything speaks against it, the folder stays
 * as it was.
 */
public final class ModelAddition {
    private final KnownModels known;
    private final Path folder;
    private final TrialProcess trial;
    private final PrintWriter terminal;

    ModelAddition(KnownModels known, Path folder, TrialProcess trial, PrintWriter terminal) {
        this.known = known;
        this.folder = folder;
        this.trial = trial;
        this.terminal = terminal;
    }

    /** @param terminal for what it does, not for its result */
    public static ModelAddition to(Path folder, KnownModels known, PrintWriter terminal) {
        return new ModelAddition(known, folder, TrialProcess.ofThisProgram(), terminal);
    }

    /**
     * A model that is there now.
     *
     * @param findings of its trial, for people
     * @param calibrationsLost how many the model that was replaced had; they were measured with another network
     */
    public record Added(ModelCard card, String findings, int calibrationsLost) {}

    /** @throws CommandFailed if it can't be added, or with advice where no contract is stated */
    public Added add(Path file, Statement stated) throws IOException, InterruptedException {
        var contract = contract(stated);
        requireAddable(file, stated, contract);
        Files.createDirectories(folder);
        try (var copy = ModelCopy.of(file, folder, stated.file())) {
            var input = look(copy.path());
            var findings = tryOut(copy, stated, contract, input);
            if (contract == null) {
                throw new CommandFailed(new ContractVerdict(stated.id(), findings).advice());
            }
            var fitting = new ContractVerdict(stated.id(), findings).require(contract.name(), stated.contractTrusted());
            requireDimensions(contract.contract(), fitting.dimensions());
            return put(copy, stated, contract.contract(), fitting);
        }
    }

    private static @Nullable NamedContract contract(Statement stated) {
        var name = stated.contract();
        if (name == null) {
            return null;
        }
        return ContractPresets.find(name).orElseGet(() -> {
            if (!name.endsWith(".json")) {
                throw new CommandFailed("no contract is called " + name + "; the presets are " + ContractPresets.names()
                        + ", and a file of your own must end with .json");
            }
            try {
                return new NamedContract(name, InputContract.read(Path.of(name)));
            } catch (InvalidCard invalid) {
                throw new CommandFailed(name + ": " + invalid.getMessage());
            }
        });
    }

    private void requireAddable(Path file, Statement stated, @Nullable NamedContract contract) throws IOException {
        var id = stated.id();
        requireTexts(stated, contract);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandFailed("there is no file " + file + " that can be read");
        }
        ModelCopy.requireSize(Files.size(file));
        known.find(id).ifPresent(this::requireReplaceable);
        known.problems().stream()
                .filter(problem -> problem.isAbout(id) && !isOurs(problem.file().resolveSibling("")))
                .findFirst()
                .ifPresent(problem -> {
                    throw new CommandFailed(problem.message() + "; choose another --id");
                });
        var present = Stream.of(CardFiles.card(folder, id), folder.resolve(stated.file()))
                .filter(Files::exists)
                .findFirst();
        if (present.isPresent() && !stated.replaces()) {
            throw new CommandFailed(
                    present.get() + " is there already: choose another --id, or replace it with --replace");
        }
        new OutputFolder(folder).obstacle().ifPresent(obstacle -> {
            throw new CommandFailed(obstacle + ": choose another folder with --into");
        });
    }

    /** All that can be wrong with the card before the trial. */
    private static void requireTexts(Statement stated, @Nullable NamedContract contract) {
        var any = (contract == null ? ContractPresets.all().getFirst() : contract).contract();
        try {
            CardRules.require(stated.card("0".repeat(64), 1, any.with(CardRules.LEAST_DIMENSIONS)));
        } catch (InvalidCard invalid) {
            throw new CommandFailed(String.valueOf(invalid.getMessage()));
        }
    }

    private void requireReplaceable(KnownModel other) {
        var there = other.folder();
        if (there == null) {
            throw new CommandFailed("the program has a model " + other.id() + ": choose another --id");
        }
        if (!isOurs(there)) {
            throw new CommandFailed("there is a model " + other.id() + " in " + there
                    + ": choose another --id, or replace it there with --into and --replace");
        }
    }

    private boolean isOurs(Path there) {
        return there.toAbsolutePath().normalize().equals(folder.toAbsolutePath().normalize());
    }

    private static NetworkInput look(Path file) throws IOException {
        try {
            return NetworkInput.of(OnnxFile.read(file));
        } catch (InvalidOnnx invalid) {
            throw new CommandFailed("it can't be added: " + invalid.getMessage());
        } catch (CommandFailed unusable) {
            throw new CommandFailed("it can't be added: " + unusable.getMessage());
        }
    }

    private List<TrialResult> tryOut(
            ModelCopy copy, Statement stated, @Nullable NamedContract contract, NetworkInput input)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(ContractPresets.all());
        if (contract != null && !all.contains(contract)) {
            all.add(contract);
        }
        var possible = all.stream().filter(input::takes).toList();
        if (possible.isEmpty()) {
            throw new CommandFailed(
                    "it can't be added: it takes pictures of " + input.inWords() + " pixels, which no preset has."
                            + " Write its contract into a JSON file for --contract: docs/models.md says how");
        }
        terminal.println("Trying " + stated.id() + " out on the sample people, with "
                + possible.stream().map(NamedContract::name).collect(Collectors.joining(", ")));
        terminal.flush();
        var results = new ArrayList<>(trial.run(new Trial.Request(
                stated.id(),
                folder.toString(),
                copy.path().getFileName().toString(),
                copy.sha256(),
                copy.bytes(),
                possible)));
        if (contract != null && !input.takes(contract)) {
            results.add(TrialResult.failed(
                    contract.name(),
                    "it takes pictures of " + input.inWords() + " pixels, but the contract has "
                            + contract.contract().size()));
        }
        return results;
    }

    private static void requireDimensions(InputContract contract, int measured) {
        var stated = contract.dimensions();
        if (stated != null && stated != measured) {
            throw new CommandFailed("the contract says " + stated + " dimensions, but the network gives " + measured);
        }
    }

    private Added put(ModelCopy copy, Statement stated, InputContract contract, TrialResult fitting)
            throws IOException {
        var card = stated.card(copy.sha256(), copy.bytes(), contract.with(fitting.dimensions()));
        var before = known.find(stated.id()).map(KnownModel::card);
        var kept = before.filter(old -> old.sha256().equals(card.sha256())
                        && old.embedderContract().equals(card.embedderContract()))
                .map(ModelCard::calibrations)
                .orElse(List.of());
        var whole = card.with(kept);
        copy.takeItsPlace(folder.resolve(stated.file()));
        CardFiles.write(folder, whole);
        return new Added(
                whole,
                fitting.contract() + ", " + fitting.dimensions() + " dimensions, " + ContractVerdict.numbers(fitting),
                before.map(old -> old.calibrations().size()).orElse(0) - kept.size());
    }
}
