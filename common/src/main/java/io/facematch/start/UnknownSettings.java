package io.facematch.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.ClassPathResource;

/**
 * Variables that look like settings of ours and are none, most likely because they are misspelt. Each process warns of them
 * once, at its start. Their values are never shown: they may be secrets.
 */
public final class UnknownSettings implements ApplicationListener<ApplicationPreparedEvent> {
    /** Of all processes, since one environment may be meant for several. The settings' own test keeps it complete. */
    private static final String KNOWN = "settings.txt";

    private static final Pattern OURS = Pattern.compile("(?i)FACEMATCH_\\w+");

    /** Limits of single tenants, and what clients of the API are told to set for themselves. */
    private static final Pattern FAMILY =
            Pattern.compile("(?i)FACEMATCH_(LIMITS_TENANTS_\\w+|(TOKEN|URL|CLIENT)(_\\w+)?)");

    /** Kubernetes describes a service so to each pod beside it, and ours will often have our name. */
    private static final Pattern KUBERNETES =
            Pattern.compile("FACEMATCH_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_\\w+)|FACEMATCH_\\w+_PORT");

    /** Public for Spring. */
    public UnknownSettings() {}

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        warning().ifPresent(LoggerFactory.getLogger(UnknownSettings.class)::warn);
    }

    /** In one line, for this process; empty when each of its variables is known. */
    public static Optional<String> warning() {
        return warning(System.getenv().keySet());
    }

    static Optional<String> warning(Collection<String> variables) {
        var known = known();
        var spellings = known.stream().map(UnknownSettings::spelling).collect(Collectors.toSet());
        var unknown = variables.stream()
                .filter(name -> OURS.matcher(name).matches())
                .filter(name -> !FAMILY.matcher(name).matches())
                .filter(name -> !KUBERNETES.matcher(name).matches())
                .filter(name -> !spellings.contains(spelling(name)))
                .sorted()
                .map(name -> name
                        + nearest(name, known)
                                .map(near -> " (is " + near + " meant?)")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "unknown settings in the environment: " + unknown + "; docs/settings.md lists all there are");
    }

    private static List<String> known() {
        try {
            return new ClassPathResource(KNOWN, UnknownSettings.class)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spring takes a name in small letters, and without underscores inside of a word, for the same. */
    private static String spelling(String name) {
        return name.toUpperCase(Locale.ROOT).replace("_", "");
    }

    /** That differs in a third of its letters at most. */
    private static Optional<String> nearest(String name, Collection<String> known) {
        var most = (name.length() - "FACEMATCH_".length()) / 3;
        return known.stream()
                .filter(each -> edits(name, each) <= most)
                .min(Comparator.comparingInt(each -> edits(name, each)));
    }

    /** How many letters to add, drop or replace. */
    private static int edits(String from, String to) {
        var a = spelling(from);
        var b = spelling(to);
        var before = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var now = new int[b.length() + 1];
            now[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
