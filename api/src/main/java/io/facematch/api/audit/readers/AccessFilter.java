package io.facematch.api.audit.readers;

import io.facematch.api.accesslog.Access;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.security.Owner;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which accesses are wanted. What is null is not asked for.
 *
 * @param tenant whose data was looked at
 * @param from then or later
 * @param to before
 * @param client that looked
 */
record AccessFilter(
        String tenant,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String client,
        @Nullable String what) {
    private static final String CLIENT = "client";
    private static final String WHAT = "what";

    /** The names of the parameters, and those of a route itself. */
    static List<String> names(String... ofRoute) {
        return Stream.concat(Stream.of(FilterReader.TENANT, "from", "to", "zone", CLIENT, WHAT), Arrays.stream(ofRoute))
                .toList();
    }

    /** @throws io.facematch.api.problem.Problem for a value that is none */
    static AccessFilter of(Owner owner, Parameters given, FilterReader filters) {
        var tenant = FilterReader.tenant(owner, given);
        var period = filters.period(given);
        return new AccessFilter(
                tenant,
                period.from(),
                period.to(),
                given.text(CLIENT),
                given.text(WHAT) == null ? null : given.oneOf(WHAT, "", Access.What.codes()));
    }

    /** By the names of the parameters. */
    Map<String, String> words() {
        var words = new TreeMap<String, String>();
        words.put(FilterReader.TENANT, tenant);
        put(words, "from", from);
        put(words, "to", to);
        put(words, CLIENT, client);
        put(words, WHAT, what);
        return words;
    }

    private static void put(Map<String, String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.put(name, value.toString());
        }
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "AccessFilter" + words().keySet();
    }
}
