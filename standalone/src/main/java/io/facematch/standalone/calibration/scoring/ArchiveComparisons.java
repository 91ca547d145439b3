package io.facematch.standalone.calibration.scoring;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.face.Extraction;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceExtractor;
import io.facematch.standalone.calibration.data.LabelledArchive.LabelledPair;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Scores;
import io.facematch.standalone.calibration.statistics.WorstPairs;
import io.facematch.verification.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Scores each pair of an archive as a worker does: of several faces the two that are most alike count. */
final class ArchiveScoring {
    private final Archive archive;
    private final List<LabelledPair> pairs;
    private final int threads;
    private final Progress progress;

    ArchiveScoring(Archive archive, List<LabelledPair> pairs, int threads, Progress progress) {
        this.archive = archive;
        this.pairs = pairs;
        this.threads = threads;
        this.progress = progress;
    }

    Evidence score(FaceEngine engine) {
        progress.say(String.format(Locale.ROOT, "Comparing %,d pairs", pairs.size()));
        var workers = ParallelWork.share(
                pairs.size(),
                threads,
                () -> new Comparing(engine.newExtractor()),
                done -> progress.show(2 * done, 2 * pairs.size()));
        var scores = Scores.sum(workers.stream().map(worker -> worker.scores).toList());
        var failures = workers.stream()
                .flatMap(worker -> worker.failures.stream())
                .sorted(Comparator.comparing(FailedPhoto::photo))
                .toList();
        var genuine = pairs.stream().filter(LabelledPair::same).count();
        return new Evidence(
                2 * pairs.size(),
                failures,
                genuine,
                pairs.size() - genuine,
                scores.rates(),
                named(scores.lowestGenuine()),
                named(scores.highestImpostors()));
    }

    private List<ScoredPair> named(WorstPairs extremes) {
        return extremes.list().stream()
                .map(pair -> new ScoredPair(pairs.get(pair.one()).pair().stem(), pair.cosine()))
                .toList();
    }

    private final class Comparing implements ParallelWork.Worker {
        private final FaceExtractor extractor;
        private final Scores scores = new Scores();
        private final List<FailedPhoto> failures = new ArrayList<>();

        Comparing(FaceExtractor extractor) {
            this.extractor = extractor;
        }

        @Override
        public void take(int number) {
            var labelled = pairs.get(number);
            var probe = extract(labelled.pair(), Role.PROBE);
            var reference = extract(labelled.pair(), Role.REFERENCE);
            if (probe instanceof Faces probes && reference instanceof Faces references) {
                scores.add(labelled.same(), mostAlike(probes, references), number, number);
            }
            probe.wipe();
            reference.wipe();
        }

        private Extraction extract(ArchivePair pair, Role role) {
            var extraction = read(pair, role);
            if (extraction instanceof Extraction.Refused refused) {
                failures.add(new FailedPhoto(pair.stem() + "_" + role.code(), refused.reason()));
            }
            return extraction;
        }

        private Extraction read(ArchivePair pair, Role role) {
            try {
                return extractor.extract(archive.readImage(pair, role));
            } catch (UnreadableMember unreadable) {
                return new Extraction.Refused(unreadable.reason());
            } catch (IOException failed) {
                throw new UnusableData("the archive can't be read any more");
            }
        }

        @Override
        public void close() {
            extractor.close();
        }
    }

    private static double mostAlike(Faces probes, Faces references) {
        return probes.faces().stream()
                .flatMapToDouble(probe -> references.faces().stream()
                        .mapToDouble(reference -> probe.embedding().cosine(reference.embedding())))
                .max()
                .orElseThrow();
    }
}
