package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Holds {@code docs/settings.md}, and the list of known settings, against the settings that the program has. */
class SettingsDocumentTest {
    private static final Path PROJECT = Samples.project();
    private static final Path DOCUMENT = PROJECT.resolve("docs/settings.md");
    private static final Path LIST = PROJECT.resolve("common/src/main/resources/io/facematch/start/settings.txt");

    /** In the script: a variable and what counts when it is not set. */
    private static final Pattern LAUNCHER_SETTING = Pattern.compile("\\$\\{(FACEMATCH_\\w+):-(?:\\$project/)?([^}]*)}");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(FACEMATCH_\\w+)`");

    private static final Pattern LAUNCHER_ROW =
            Pattern.compile("(?m)^\\| `(FACEMATCH_\\w+)` \\| \\(launcher\\) \\| (?:`(.*?)`)?");

    @Test
    void saysWhatTheProgramSays() throws IOException {
        var now = Files.readString(DOCUMENT);
        var begin = now.indexOf(SettingsDocument.BEGIN) + SettingsDocument.BEGIN.length();
        var end = now.indexOf(SettingsDocument.END);
        var right = now.substring(0, begin) + "\n" + new SettingsDocument(PROJECT).text() + now.substring(end);

        if (Boolean.getBoolean("facematch.write-settings")) {
            Files.writeString(DOCUMENT, right);
            return;
        }
        assertThat(now)
                .as("docs/settings.md; write it again with: mvn test -pl standalone -am -DskipChecks"
                        + " -Dtest=SettingsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dfacematch.write-settings=true")
                .isEqualTo(right);
    }

    /** What is not in this list is called unknown when a process starts. */
    @Test
    void theListOfKnownSettingsIsComplete() throws IOException {
        var documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .sorted()
                .toList();

        if (Boolean.getBoolean("facematch.write-settings")) {
            Files.write(LIST, documented);
            return;
        }
        assertThat(LIST).content().isEqualTo(String.join("\n", documented) + "\n");
    }

    @Test
    void saysWhatTheLauncherDoes() throws IOException {
        var documented = defaults(LAUNCHER_ROW, DOCUMENT);

        assertThat(documented).isEqualTo(defaults(LAUNCHER_SETTING, PROJECT.resolve("facematch")));
    }

    private static Map<String, String> defaults(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> Objects.requireNonNullElse(found.group(2), "")));
    }

    @Test
    void variablesReachTheirRecords() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "FACEMATCH_SUBMISSION_MAX_IMAGE_SIZE", "3MB",
                                "FACEMATCH_WORKER_SINGLE_THREADS", "5",
                                "FACEMATCH_MASTER_KEY_FILE", "/some/file",
                                "FACEMATCH_ISSUER_URI", "https://faces.example",
                                "FACEMATCH_SECURITY_PUBLIC_KEY_FILE", "/some/key")));
        var bound = new TreeSet<String>();
        for (var type : SettingsDocument.records()) {
            bound.add(Binder.get(environment)
                    .bindOrCreate(SettingsDocument.prefix(type), Bindable.of(type))
                    .toString());
        }

        assertThat(String.join("\n", bound))
                .contains("maxImageSize=3145728B")
                .contains("singleThreads=5")
                .contains("/some/file")
                .contains("uri=https://faces.example")
                .contains("publicKeyFile=/some/key");
    }
}
