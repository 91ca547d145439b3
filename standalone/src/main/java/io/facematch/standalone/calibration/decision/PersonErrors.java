package io.facematch.standalone.calibration.decision;

import io.facematch.standalone.calibration.data.Groups;
import io.facematch.standalone.calibration.statistics.Dependence;
import io.facematch.standalone.calibration.statistics.Rate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Counts the wrong decisions that each person is part of when all photos of a folder are compared: those with people of
 * each group, and those with anybody. The comparisons themselves need no counting: they follow from the numbers of
 * photos. Belongs to one thread.
 */
public final class PersonErrors {
    private final Groups groups;
    private final List<Limit> limits;

    /** By threshold and person. */
    private final int[][] falseNonMatches;

    /** By threshold, person and the other one's group; behind the groups stands everybody. */
    private final int[][][] falseMatches;

    public PersonErrors(Groups groups, List<Limit> limits, int people) {
        this.groups = groups;
        this.limits = limits;
        this.falseNonMatches = new int[limits.size()][people];
        this.falseMatches = new int[limits.size()][people][groups.count() + 1];
    }

    public void add(int one, int other, double cosine) {
        for (var at = 0; at < falseMatches.length; at++) {
            if (limits.get(at).isMatch(cosine) == (one == other)) {
                continue;
            }
            if (one == other) {
                falseNonMatches[at][one]++;
            } else {
                matched(falseMatches[at][one], other);
                matched(falseMatches[at][other], one);
            }
        }
    }

    private void matched(int[] falseMatches, int with) {
        for (var group : groups.of(with)) {
            falseMatches[group]++;
        }
        falseMatches[groups.count()]++;
    }

    public static PersonErrors sum(Collection<PersonErrors> parts) {
        var first = parts.iterator().next();
        var sum = new PersonErrors(first.groups, first.limits, first.falseNonMatches[0].length);
        for (var part : parts) {
            for (var at = 0; at < sum.limits.size(); at++) {
                add(sum.falseNonMatches[at], part.falseNonMatches[at]);
                for (var person = 0; person < sum.falseNonMatches[at].length; person++) {
                    add(sum.falseMatches[at][person], part.falseMatches[at][person]);
                }
            }
        }
        return sum;
    }

    private static void add(int[] sum, int[] part) {
        for (var at = 0; at < sum.length; at++) {
            sum[at] += part[at];
        }
    }

    /** @param photos of each person that were compared with all others */
    public List<LimitErrors> rates(long[] photos) {
        return IntStream.range(0, limits.size())
                .mapToObj(at -> new Counted(at, photos).errors())
                .toList();
    }

    /** The errors at one threshold. */
    private final class Counted {
        private final int at;
        private final long[] photos;

        Counted(int at, long[] photos) {
            this.at = at;
            this.photos = photos;
        }

        LimitErrors errors() {
            IntPredicate everybody = person -> true;
            var all = new Dependence();
            add(all, everybody, everybody, groups.count());
            var found = new ArrayList<GroupErrors>();
            for (var column : groups.columns()) {
                var first = groups.first(column);
                for (var one = 0; one < column.groups().size(); one++) {
                    for (var other = one; other < column.groups().size(); other++) {
                        add(found, column, one, other, first);
                    }
                }
            }
            return new LimitErrors(limits.get(at), all.ofTwoPersonsEach(), falseNonMatches(everybody), found);
        }

        private void add(List<GroupErrors> found, Groups.Column column, int one, int other, int first) {
            IntPredicate inOne = person -> groups.has(person, first + one);
            IntPredicate inOther = person -> groups.has(person, first + other);
            var pairs = new Dependence();
            add(pairs, inOne, inOther, first + other);
            if (one != other) {
                add(pairs, inOther, inOne, first + one);
            }
            found.add(new GroupErrors(
                    column.name(),
                    column.groups().get(one),
                    column.groups().get(other),
                    (int) people(inOne.or(inOther)).count(),
                    pairs.ofTwoPersonsEach(),
                    one == other ? falseNonMatches(inOne) : Rate.ofIndependent(0, 0)));
        }

        /** What each of some people contributes to the comparisons with others. */
        private void add(Dependence pairs, IntPredicate those, IntPredicate others, int othersGroup) {
            var theirs = people(others).mapToLong(person -> photos[person]).sum();
            people(those)
                    .forEach(person -> pairs.add(
                            falseMatches[at][person][othersGroup],
                            (double) photos[person] * (theirs - (others.test(person) ? photos[person] : 0))));
        }

        private Rate falseNonMatches(IntPredicate those) {
            var genuine = new Dependence();
            people(those)
                    .forEach(person ->
                            genuine.add(falseNonMatches[at][person], photos[person] * (photos[person] - 1) / 2.0));
            return genuine.ofOnePersonEach();
        }

        private IntStream people(IntPredicate those) {
            return IntStream.range(0, photos.length)
                    .filter(person -> photos[person] > 0)
                    .filter(those);
        }
    }
}
