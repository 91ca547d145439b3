package io.facematch.card.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds a JSON tree against the record that is to be made of it, and says in words what does not fit: members that are
 * missing or unknown, and values of another type. Nothing is converted, so a number in quotes is no number. A member that
 * is not written when it is empty may be missing.
 */
final class JsonShape {
    private static final int LONGEST_NAME = 60;

    private JsonShape() {}

    /** @throws InvalidCard naming the first member that does not fit */
    static void require(JsonNode tree, Class<? extends Record> type) {
        requireRecord(tree, type, "");
    }

    private static void requireRecord(JsonNode node, Class<?> type, String path) {
        if (!node.isObject()) {
            throw new InvalidCard((path.isEmpty() ? "the text" : path) + " must be an object, in curly brackets");
        }
        var components = List.of(type.getRecordComponents());
        for (var name : node.propertyNames()) {
            if (components.stream().noneMatch(component -> component.getName().equals(name))) {
                throw new InvalidCard("there is no member " + member(path, quoted(name)) + "; known are "
                        + components.stream().map(RecordComponent::getName).collect(Collectors.joining(", ")));
            }
        }
        for (var component : components) {
            requireMember(node.get(component.getName()), component, member(path, component.getName()));
        }
    }

    private static void requireMember(@Nullable JsonNode value, RecordComponent component, String path) {
        if (value == null && component.getAccessor().isAnnotationPresent(JsonInclude.class)) {
            return; // empty
        }
        if (value != null && !value.isNull()) {
            requireValue(value, component.getAnnotatedType(), path);
        } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw new InvalidCard(path + (value == null ? " is missing" : " must not be null"));
        }
    }

    private static void requireValue(JsonNode value, AnnotatedType type, String path) {
        if (type instanceof AnnotatedParameterizedType list) {
            requireList(value, list.getAnnotatedActualTypeArguments()[0], path);
            return;
        }
        var raw = (Class<?>) type.getType();
        if (raw.isRecord()) {
            requireRecord(value, raw, path);
        } else if (raw.isEnum()) {
            requireConstant(value, raw, path);
        } else if (raw == String.class || raw == URI.class) {
            require(value.isString(), path, "a text in quotes");
        } else if (raw == boolean.class || raw == Boolean.class) {
            require(value.isBoolean(), path, "true or false");
        } else if (raw == int.class || raw == Integer.class) {
            require(value.isIntegralNumber() && value.canConvertToInt(), path, "a whole number");
        } else if (raw == long.class || raw == Long.class) {
            require(value.isIntegralNumber() && value.canConvertToLong(), path, "a whole number");
        } else if (raw == double.class || raw == Double.class) {
            require(value.isNumber() && Double.isFinite(value.doubleValue()), path, "a number");
        } else {
            throw new IllegalStateException("no rule for a member of " + raw);
        }
    }

    private static void requireList(JsonNode value, AnnotatedType elements, String path) {
        require(value.isArray(), path, "a list, in square brackets");
        for (var at = 0; at < value.size(); at++) {
            var element = value.get(at);
            if (element.isNull()) {
                throw new InvalidCard(path + "[" + at + "] must not be null");
            }
            requireValue(element, elements, path + "[" + at + "]");
        }
    }

    private static void requireConstant(JsonNode value, Class<?> type, String path) {
        var names = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        require(value.isString() && names.contains(value.stringValue()), path, String.join(" or ", names));
    }

    private static void require(boolean fits, String path, String what) {
        if (!fits) {
            throw new InvalidCard(path + " must be " + what);
        }
    }

    private static String member(String path, String name) {
        return Stream.of(path, name).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
    }

    /** A name that someone else chose. */
    private static String quoted(String name) {
        return "'" + name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "'";
    }
}
