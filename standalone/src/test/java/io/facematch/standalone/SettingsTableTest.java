package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Holds README's table of settings against the settings that the program has. */
class SettingsTableTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `(FACEMATCH_[A-Z_]+)` \\| (?:`([a-z.-]+)`|\\(launcher\\))");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(facematch\\.[a-z.-]+)");

    @Test
    void listsEverySettingThatTheProgramHas() throws Exception {
        var settings = new TreeSet<String>();
        for (var file : List.of("application.yml", "api.yml", "worker.yml")) {
            PLACEHOLDER
                    .matcher(new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8))
                    .results()
                    .forEach(match -> settings.add(match.group(1)));
        }
        for (var type : settingsRecords()) {
            for (var component : type.getRecordComponents()) {
                settings.add(prefix(type) + "." + hyphenated(component.getName()));
            }
        }
        settings.removeAll(filledByFiles());

        assertThat(table().values().stream().filter(property -> !property.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(settings);
    }

    /** What a file of the program fills from another setting has that one's name. */
    private static Set<String> filledByFiles() {
        var files = new YamlPropertiesFactoryBean();
        files.setResources(new ClassPathResource("api.yml"), new ClassPathResource("worker.yml"));
        return Objects.requireNonNull(files.getObject()).stringPropertyNames();
    }

    @Test
    void namesAreOneNameInTwoSpellings() throws IOException {
        table().forEach((variable, property) -> {
            if (!property.isEmpty()) {
                assertThat(variable)
                        .isEqualTo(property.toUpperCase(Locale.ROOT)
                                .replace('.', '_')
                                .replace('-', '_'));
            }
        });
    }

    @Test
    void variablesReachTheirRecords() throws Exception {
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
        for (var type : settingsRecords()) {
            bound.add(Binder.get(environment)
                    .bindOrCreate(prefix(type), Bindable.of(type))
                    .toString());
        }

        assertThat(String.join("\n", bound))
                .contains("maxImageSize=3145728B")
                .contains("singleThreads=5")
                .contains("/some/file")
                .contains("uri=https://faces.example")
                .contains("publicKeyFile=/some/key");
    }

    private static Map<String, String> table() throws IOException {
        var rows = new TreeMap<String, String>();
        for (var line : Files.readAllLines(Path.of("..", "README.md"))) {
            var row = ROW.matcher(line);
            if (row.find()) {
                assertThat(rows.put(row.group(1), row.group(2) == null ? "" : row.group(2)))
                        .as("%s is there once", row.group(1))
                        .isNull();
            }
        }
        return rows;
    }

    private static Set<Class<?>> settingsRecords() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var types = new HashSet<Class<?>>();
        for (var found : scanner.findCandidateComponents("io.facematch")) {
            types.add(Class.forName(found.getBeanClassName()));
        }
        return types;
    }

    private static String prefix(Class<?> type) {
        return type.getAnnotation(ConfigurationProperties.class).prefix();
    }

    private static String hyphenated(String name) {
        return String.join(
                "-",
                Arrays.stream(name.split("(?=[A-Z])"))
                        .map(part -> part.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
