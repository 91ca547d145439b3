package io.facematch.standalone.addition;

import io.facematch.card.EmbedderContract;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceExtractor;
import io.facematch.face.FaceSettings;
import io.facematch.face.embedding.Embedding;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.ModelSelection;
import io.facematch.face.network.OutputShape;
import io.facematch.standalone.addition.SamplePeople.SamplePhoto;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs an embedder that has no card yet on the sample people, with the detector in use and one contract after the other.
 * For a process of its own: nobody knows what the network does to it.
 */
public final class Trial {
    /** The hidden command that runs it in the other process. */
    public static final String COMMAND = "try-out";

    /** Begins the line of a result: native code may print lines of its own. */
    static final String RESULT = "result: ";

    private static final int FEWEST_PHOTOS = 24;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Request request;
    private final ModelChoice choice;
    private final List<Path> searchPath;

    Trial(Request request, ModelChoice choice, List<Path> searchPath) {
        this.request = request;
        this.choice = choice;
        this.searchPath = searchPath;
    }

    /**
     * What is to be looked at, as one process hands it to the other.
     *
     * @param id of the model
     * @param folder of its file
     * @param file its name there
     * @param sha256 of the file
     */
    record Request(String id, String folder, String file, String sha256, long bytes, List<NamedContract> contracts) {
        Request {
            contracts = List.copyOf(contracts);
        }
    }

    /** Reads what to look at, and writes what came of each contract, a line each, as soon as it is known. */
    public static void run(InputStream request, PrintWriter results, ModelChoice choice, List<Path> searchPath) {
        var asked = JSON.readValue(request, Request.class);
        var trial = new Trial(asked, choice, searchPath);
        for (var contract : asked.contracts()) {
            var result = JSON.writeValueAsString(trial.run(contract));
            results.println();
            results.println(RESULT + result);
            results.flush();
        }
    }

    TrialResult run(NamedContract tried) {
        try {
            var dimensions = dimensions(tried);
            try (var engine = FaceEngine.open(models(tried.contract().with(dimensions)), FaceSettings.DEFAULTS);
                    var extractor = engine.newExtractor()) {
                return compare(tried.name(), dimensions, extractor);
            }
        } catch (RuntimeException failed) {
            return TrialResult.failed(tried.name(), CommandFailed.inWords(failed));
        }
    }

    /** How many numbers the network gives for a picture. */
    private int dimensions(NamedContract tried) {
        var contract = tried.contract();
        var network = models(contract.with(1)).embedder();
        var shape = OutputShape.of(network, contract.pixels(), contract.size());
        var lengths = shape.stream().filter(length -> length != 1).toList();
        if (lengths.size() != 1) {
            throw new CommandFailed("it gives " + NetworkInput.inWords(shape) + " numbers for a picture, not one row");
        }
        return Math.toIntExact(lengths.getFirst());
    }

    private ModelSelection models(EmbedderContract contract) {
        var card = new ModelCard(
                request.id(),
                ModelTask.EMBEDDER,
                ModelTier.PRODUCTION,
                "",
                request.file(),
                request.sha256(),
                request.bytes(),
                List.of(),
                "",
                "",
                "",
                false,
                "",
                0,
                null,
                contract,
                List.of());
        var tried = new KnownModel(card, request.sha256(), Path.of(request.folder()), List.of());
        var others = KnownModels.in(searchPath).models().stream()
                .filter(model -> !model.id().equals(request.id()));
        var catalog = new ModelCatalog(
                new KnownModels(Stream.concat(others, Stream.of(tried)).toList(), List.of()), searchPath);
        return catalog.selectToMeasure(
                new ModelChoice(request.id(), choice.detector(), choice.researchModelsAcknowledged()));
    }

    private static TrialResult compare(String contract, int dimensions, FaceExtractor extractor) {
        var photos = SamplePeople.photos().toList();
        var faces = photos.stream()
                .flatMap(photo -> face(extractor, photo).stream())
                .toList();
        if (faces.size() < FEWEST_PHOTOS) {
            return TrialResult.failed(
                    contract, "the detector in use finds faces on only " + faces.size() + " of the sample photos");
        }
        var again = face(extractor, photos.getFirst()).orElseThrow();
        if (!faces.stream().allMatch(face -> isRepeatable(face, faces.getFirst(), again))) {
            return TrialResult.failed(contract, "it gives other numbers when it sees the same photo again");
        }
        return new TrialResult(
                contract, null, dimensions, Separation.of(faces.size(), cosines(faces, true), cosines(faces, false)));
    }

    /** A comparison gives the same bits again, and with the photos exchanged. */
    private static boolean isRepeatable(Face face, Face one, Face oneAgain) {
        var first = face.embedding().cosine(one.embedding());
        var second = oneAgain.embedding().cosine(face.embedding());
        return Double.compare(first, second) == 0;
    }

    private static double[] cosines(List<Face> faces, boolean samePerson) {
        return IntStream.range(0, faces.size())
                .boxed()
                .flatMapToDouble(one -> faces.subList(one + 1, faces.size()).stream()
                        .filter(other -> (other.person() == faces.get(one).person()) == samePerson)
                        .mapToDouble(other -> faces.get(one).embedding().cosine(other.embedding())))
                .toArray();
    }

    private static Optional<Face> face(FaceExtractor extractor, SamplePhoto photo) {
        return extractor.extract(photo.file()) instanceof Faces found
                ? Optional.of(new Face(photo.person(), found.faces().getLast().embedding()))
                : Optional.empty();
    }

    private record Face(int person, Embedding embedding) {}
}
