package io.facematch.standalone.calibration.scoring;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.face.Extraction;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceExtractor;
import io.facematch.standalone.calibration.data.Groups;
import io.facematch.standalone.calibration.data.LabelledArchive;
import io.facematch.standalone.calibration.data.LabelledArchive.LabelledPair;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.difference.ModelDifference;
import io.facematch.standalone.calibration.difference.PairedScores;
import io.facematch.standalone.calibration.difference.Resampling;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.standalone.calibration.statistics.Scores;
import io.facematch.standalone.calibration.statistics.WorstPairs;
import io.facematch.verification.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Compares each pair of an archive once, as a worker does: of several faces the two that are most alike count. */
final class ArchiveComparisons implements Comparisons {
    private final LabelledArchive data;
    private final Archive archive;
    private final List<LabelledPair> pairs;
    private final Groups groups;
    private final List<FailedPhoto> failures = new ArrayList<>();

    /** Of each pair; NaN for one that could not be compared. */
    private final double[] cosines;

    private ArchiveComparisons(LabelledArchive data) {
        this.data = data;
        this.archive = data.archive();
        this.pairs = data.pairs();
        this.groups = data.groups();
        this.cosines = new double[pairs.size()];
        Arrays.fill(cosines, Double.NaN);
    }

    static ArchiveComparisons compare(LabelledArchive data, FaceEngine engine, int threads, Progress progress) {
        var comparisons = new ArchiveComparisons(data);
        var pairs = comparisons.pairs.size();
        progress.say(String.format(Locale.ROOT, "Comparing %,d pairs", pairs));
        ParallelWork.share(
                        pairs,
                        threads,
                        () -> comparisons.new Comparing(engine.newExtractor()),
                        done -> progress.show(2 * done, 2 * pairs))
                .stream()
                .flatMap(worker -> worker.failures.stream())
                .sorted(Comparator.comparing(FailedPhoto::photo))
                .forEach(comparisons.failures::add);
        return comparisons;
    }

    /** The numbers of those that could be compared. */
    private IntStream compared() {
        return IntStream.range(0, cosines.length).filter(pair -> !Double.isNaN(cosines[pair]));
    }

    private boolean isSame(int pair) {
        return pairs.get(pair).same();
    }

    private int[] probeGroups(int pair) {
        return groups.of(2 * pair);
    }

    private boolean referenceHas(int pair, int group) {
        return groups.has(2 * pair + 1, group);
    }

    @Override
    public OptionalInt people() {
        return OptionalInt.empty();
    }

    @Override
    public Evidence evidence() {
        var scores = new Scores(groups.count());
        compared().forEach(pair -> {
            scores.add(isSame(pair), cosines[pair], pair, pair);
            for (var group : probeGroups(pair)) {
                if (referenceHas(pair, group)) {
                    scores.addToGroup(group, isSame(pair), cosines[pair]);
                }
            }
        });
        var genuine = pairs.stream().filter(LabelledPair::same).count();
        return new Evidence(
                2 * pairs.size(),
                failures,
                genuine,
                pairs.size() - genuine,
                scores.rates(),
                scores.groupRates(),
                named(scores.lowestGenuine()),
                named(scores.highestImpostors()));
    }

    private List<ScoredPair> named(WorstPairs extremes) {
        return extremes.list().stream()
                .map(pair -> new ScoredPair(pairs.get(pair.one()).pair().stem(), pair.cosine()))
                .toList();
    }

    @Override
    public List<LimitErrors> errorsAt(List<Limit> limits) {
        return limits.stream().map(this::errorsAt).toList();
    }

    private LimitErrors errorsAt(Limit limit) {
        var found = new ArrayList<GroupErrors>();
        for (var column : groups.columns()) {
            var first = groups.first(column);
            for (var one = 0; one < column.groups().size(); one++) {
                for (var other = one; other < column.groups().size(); other++) {
                    var pair = between(first + one, first + other);
                    found.add(new GroupErrors(
                            column.name(),
                            column.groups().get(one),
                            column.groups().get(other),
                            null,
                            falseMatches(limit, pair),
                            falseNonMatches(limit, pair)));
                }
            }
        }
        return new LimitErrors(limit, falseMatches(limit, pair -> true), falseNonMatches(limit, pair -> true), found);
    }

    private IntPredicate between(int one, int other) {
        return pair -> (groups.has(2 * pair, one) && referenceHas(pair, other))
                || (groups.has(2 * pair, other) && referenceHas(pair, one));
    }

    private Rate falseMatches(Limit limit, IntPredicate those) {
        return rate(false, those, limit::isMatch);
    }

    private Rate falseNonMatches(Limit limit, IntPredicate those) {
        return rate(true, those, cosine -> !limit.isMatch(cosine));
    }

    private Rate rate(boolean same, IntPredicate those, DoublePredicate wrong) {
        var counted = compared()
                .filter(pair -> isSame(pair) == same)
                .filter(those)
                .mapToDouble(pair -> cosines[pair])
                .toArray();
        return Rate.ofIndependent(DoubleStream.of(counted).filter(wrong).count(), counted.length);
    }

    @Override
    public ModelDifference differenceTo(Comparisons other, List<Limit> limits, List<Limit> othersLimits) {
        if (!(other instanceof ArchiveComparisons others) || !others.data.equals(data)) {
            throw new IllegalArgumentException("another data set");
        }
        // Those of the same person first, as the resampling wants them.
        var common = compared()
                .filter(pair -> !Double.isNaN(others.cosines[pair]))
                .boxed()
                .sorted(Comparator.comparing((Integer pair) -> !isSame(pair)))
                .toList();
        var genuine = (int) common.stream().filter(this::isSame).count();
        var impostors = common.size() - genuine;
        CommonPairs.require(genuine, impostors);
        var scores = new PairedScores(
                CommonPairs.asked(limits, evidence(), impostors),
                CommonPairs.asked(othersLimits, others.evidence(), impostors));
        for (var at = 0; at < common.size(); at++) {
            var pair = common.get(at);
            scores.add(isSame(pair), cosines[pair], others.cosines[pair], at, at);
        }
        return ModelDifference.of(List.of(scores), Resampling.ofPairs(genuine, impostors));
    }

    @Override
    public void close() {
        // Each embedding was wiped when its pair was compared.
    }

    /** Each entry of the cosines is written by one thread. */
    private final class Comparing implements ParallelWork.Worker {
        private final FaceExtractor extractor;
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
                cosines[number] = mostAlike(probes, references);
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
