package io.facematch.start;

import io.facematch.epoch.EpochFolder.UnusableKeyFolder;
import io.facematch.epoch.Installation.NotSetUp;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Why a process does not start where its configuration, not a defect, is at fault: a line for its operator. */
public final class Refusal {
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

    private Refusal() {}

    /** For the main method of a process: starts it, or logs the line and ends with status 1. A defect is thrown on. */
    public static void orExit(Runnable start) {
        try {
            start.run();
        } catch (RuntimeException e) {
            LOG.error(of(e).orElseThrow(() -> e));
            System.exit(1);
        }
    }

    /** Empty for a defect. Of several causes the innermost one has the words: those around it say where it was found. */
    public static Optional<String> of(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> inWords(cause).stream())
                .reduce((outer, inner) -> inner)
                .map(words -> LINE_BREAK.matcher(words).replaceAll(" "));
    }

    private static Optional<String> inWords(Throwable cause) {
        return switch (cause) {
            case UnusableSetting setting -> Optional.ofNullable(setting.getMessage());
            case UnusableMasterKey key -> Optional.ofNullable(key.getMessage());
            case UnusableKeyFolder folder -> Optional.ofNullable(folder.getMessage());
            case NotSetUp early -> Optional.ofNullable(early.getMessage());
            case BindException bind -> Optional.of(SettingWords.of(bind));
            case BindValidationException invalid -> Optional.of(SettingWords.of(invalid));
            case UnboundConfigurationPropertiesException unknown -> Optional.of(SettingWords.of(unknown));
            case InvalidConfigurationPropertyValueException invalid -> Optional.of(SettingWords.of(invalid));
            case SQLException refused -> inWords(refused);
            case BeanCreationException bean -> inWords(bean);
            default -> Optional.empty();
        };
    }

    /** Where there is no server, not this user, or no such database. */
    private static Optional<String> inWords(SQLException refused) {
        var state = Objects.requireNonNullElse(refused.getSQLState(), "");
        return state.startsWith("08") || state.startsWith("28") || state.equals("3D000")
                ? Optional.of("the database can't be used: " + refused.getMessage()
                        + " (FACEMATCH_DATABASE_URL, FACEMATCH_DATABASE_USERNAME and FACEMATCH_DATABASE_PASSWORD say which one"
                        + " it is; FACEMATCH_DATABASE_OWNER_USERNAME and FACEMATCH_DATABASE_OWNER_PASSWORD, who owns its"
                        + " tables)")
                : Optional.empty();
    }

    /** Spring Boot makes the data source of the address, before anything connects. */
    private static Optional<String> inWords(BeanCreationException bean) {
        var cause = bean.getMostSpecificCause();
        return "dataSource".equals(bean.getBeanName())
                        && (cause instanceof IllegalArgumentException || cause instanceof BeanCreationException)
                ? Optional.of("FACEMATCH_DATABASE_URL must be the address of a PostgreSQL,"
                        + " such as jdbc:postgresql://localhost:5432/facematch")
                : Optional.empty();
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
