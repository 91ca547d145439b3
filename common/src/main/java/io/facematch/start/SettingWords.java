package io.facematch.start;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * What is wrong with a setting, under the name that it was set by. Its value is not repeated: it may be a secret that was
 * put into the wrong place.
 */
final class SettingWords {
    /** The value of a property of the framework, which {@code application.yml} fills from a setting of ours. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(facematch\\.[a-z.-]+)[:}].*");

    private SettingWords() {}

    static String of(BindException bind) {
        var property = bind.getProperty();
        var setting = property == null ? bind.getName().toString() : name(property);
        return expected(bind.getTarget().getType().resolve(Object.class))
                .map(expected -> setting + " must be " + expected)
                .orElseGet(() -> setting + " can't be used: " + innermost(bind));
    }

    static String of(BindValidationException invalid) {
        var errors = invalid.getValidationErrors();
        return errors.getAllErrors().stream().map(error -> words(errors, error)).collect(Collectors.joining("; "));
    }

    static String of(UnboundConfigurationPropertiesException unknown) {
        return unknown.getUnboundProperties().stream().map(SettingWords::name).collect(Collectors.joining(", "))
                + " is not known: docs/settings.md lists what there is";
    }

    static String of(InvalidConfigurationPropertyValueException invalid) {
        var setting = invalid.getName().equals("server.port") ? "FACEMATCH_PORT" : invalid.getName();
        return Refusal.causes(invalid).anyMatch(NumberFormatException.class::isInstance)
                ? setting + " must be a whole number"
                : setting + " can't be used: " + invalid.getReason();
    }

    /** A message that names a setting of ours needs no other name before it. */
    private static String words(ValidationErrors errors, ObjectError error) {
        var message = Objects.requireNonNullElse(error.getDefaultMessage(), "can't be used");
        if (message.toLowerCase(Locale.ROOT).contains("facematch") || !(error instanceof FieldError field)) {
            return message;
        }
        var name = errors.getName().append(DataObjectPropertyName.toDashedForm(field.getField()));
        return errors.getBoundProperties().stream()
                        .filter(bound -> bound.getName().equals(name))
                        .findFirst()
                        .map(SettingWords::name)
                        .orElse(name.toString())
                + " " + message;
    }

    private static String name(ConfigurationProperty property) {
        return setting(property.getValue())
                .or(() -> variable(property.getOrigin()))
                .orElseGet(() -> property.getName().toString());
    }

    private static Optional<String> variable(@Nullable Origin origin) {
        var found = origin instanceof PropertySourceOrigin wrapped ? wrapped.getOrigin() : origin;
        return found instanceof SystemEnvironmentOrigin variable
                ? Optional.of(variable.getProperty())
                : Optional.empty();
    }

    private static Optional<String> setting(@Nullable Object value) {
        var placeholder = PLACEHOLDER.matcher(Objects.toString(value, ""));
        return placeholder.matches()
                ? Optional.of(placeholder
                        .group(1)
                        .toUpperCase(Locale.ROOT)
                        .replace('.', '_')
                        .replace('-', '_'))
                : Optional.empty();
    }

    private static Optional<String> expected(Class<?> type) {
        var boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (boxed == Duration.class) {
            return Optional.of("a duration, such as 10s or 5m");
        }
        if (boxed == DataSize.class) {
            return Optional.of("a size, such as 10MB");
        }
        if (boxed == Boolean.class) {
            return Optional.of("true or false");
        }
        if (Number.class.isAssignableFrom(boxed)) {
            return Optional.of("a whole number");
        }
        if (boxed.isEnum()) {
            return Optional.of("one of "
                    + Arrays.stream(boxed.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
        }
        return Optional.empty();
    }

    private static String innermost(Throwable failure) {
        return Refusal.causes(failure)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce((outer, inner) -> inner)
                .orElse("it has no value that fits");
    }
}
