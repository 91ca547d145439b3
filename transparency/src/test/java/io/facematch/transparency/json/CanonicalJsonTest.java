package io.facematch.transparency.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /** RFC 8785, section 3.2.3. */
    @Test
    void membersAreInTheOrderOfTheirCodeUnits() {
        var json = new CanonicalJson()
                .put("\u20ac", "Euro Sign")
                .put("\r", "Carriage Return")
                .put("\ufb33", "Hebrew Letter Dalet With Dagesh")
                .put("1", "One")
                .put("\ud83d\ude00", "Emoji: Grinning Face")
                .put("\u0080", "Control")
                .put("\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(text(json))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /** RFC 8785, section 3.2.2.2. */
    @Test
    void stringsHaveTheShortestEscapesAndNoOthers() {
        var json = new CanonicalJson().put("string", "\u20ac$\u000F\nA'B\"\\\\\"/\b\t\f\r\u0000\u001f\u007f\u2028");

        assertThat(text(json))
                .isEqualTo(
                        "{\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\t\\f\\r\\u0000\\u001f\u007f\u2028\"}");
    }

    /** RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "0000000000000002, 1e-323",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "c3e0000000000000, -9223372036854776000",
        "43e0000000000000, 9223372036854776000",
        "433fffffffffffff, 9007199254740991",
        "3f50624dd2f1a9fc, 0.001",
        "3f50624dd2f1a9fb, 0.0009999999999999998",
        "416312cfffffffff, 9999999.999999998",
        "7e37e43c8800759c, 1e+300",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void numbersAreWrittenAsByEcmaScript(String bits, String expected) {
        double number = Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits));

        assertThat(text(new CanonicalJson().put("n", number))).isEqualTo("{\"n\":" + expected + "}");
    }

    @Test
    void numbersOfSinglePrecisionHaveTheirOwnDigits() {
        var random = new Random(754);
        for (int i = 0; i < 200_000; i++) {
            var value = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextInt(1_000_000) / 1000f;
            if (Float.isFinite(value)) {
                assertThat(text(new CanonicalJson().put("n", value)))
                        .isEqualTo(text(new CanonicalJson().put("n", Double.parseDouble(Float.toString(value)))));
            }
        }
        assertThat(text(new CanonicalJson().put("n", 0.1f))).isEqualTo("{\"n\":0.1}");
        assertThat(text(new CanonicalJson().put("n", 3f))).isEqualTo("{\"n\":3}");
        assertThatThrownBy(() -> new CanonicalJson().put("n", Float.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberInJsonIsRefused(double value) {
        assertThatThrownBy(() -> new CanonicalJson().put("n", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wholeNumbersAreExactOrRefused() {
        assertThat(text(new CanonicalJson().put("n", CanonicalJson.MAX_EXACT))).isEqualTo("{\"n\":9007199254740991}");
        assertThat(text(new CanonicalJson().put("n", -7L))).isEqualTo("{\"n\":-7}");
        assertThatThrownBy(() -> new CanonicalJson().put("n", CanonicalJson.MAX_EXACT + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalJson().put("n", Long.MIN_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void objectsNestAndNullIsWritten() {
        var inner = new CanonicalJson()
                .put("z", true)
                .put("a", (String) null)
                .putNull("b")
                .put("l", List.of());
        var json = new CanonicalJson()
                .put("o", inner)
                .put("e", new CanonicalJson())
                .put("f", false);

        assertThat(text(json)).isEqualTo("{\"e\":{},\"f\":false,\"o\":{\"a\":null,\"b\":null,\"l\":[],\"z\":true}}");
    }

    @Test
    void aNameIsPutOnce() {
        var json = new CanonicalJson().put("a", 1);

        assertThatThrownBy(() -> json.put("a", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d", "\ude00\ud83d", "\ud83dx"})
    void halfASurrogatePairIsRefused(String half) {
        assertThatThrownBy(() -> new CanonicalJson().put("a", half).bytes())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalJson().put(half, 1).bytes()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasRefusedLeavesNothingBehind() {
        var json = new CanonicalJson().put("a", 1);
        assertThatThrownBy(() -> json.put("b", "x\ud83d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.put("a", 2)).isInstanceOf(IllegalArgumentException.class);

        assertThat(text(json.put("c", 3).put("b", "y"))).isEqualTo("{\"a\":1,\"b\":\"y\",\"c\":3}");
    }

    @Test
    void anotherLibraryWritesTheSameBytes() throws Exception {
        var random = new Random(8785);
        for (int i = 0; i < 20_000; i++) {
            var example = Example.random(random, 2);

            assertThat(example.canonical().bytes()).isEqualTo(new JsonCanonicalizer(example.text()).getEncodedUTF8());
        }
    }

    private static String text(CanonicalJson json) {
        return new String(json.bytes(), UTF_8);
    }

    /** An object, and the same one in a spelling that is as far from canonical as JSON allows. */
    private record Example(CanonicalJson canonical, String text) {
        private static Example random(Random random, int depth) {
            var canonical = new CanonicalJson();
            var members = new ArrayList<String>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                var name = string(random) + i;
                members.add(escaped(name) + " : " + value(random, depth, canonical, name));
            }
            Collections.shuffle(members, random);
            return new Example(canonical, "{ " + String.join(" ,\n", members) + "\t}");
        }

        private static String value(Random random, int depth, CanonicalJson canonical, String name) {
            return switch (random.nextInt(depth > 0 ? 8 : 7)) {
                case 0 -> {
                    var string = string(random);
                    canonical.put(name, string);
                    yield escaped(string);
                }
                case 1 -> {
                    double number = Double.longBitsToDouble(random.nextLong());
                    number = Double.isFinite(number) && random.nextBoolean() ? number : roundInBinary(random);
                    canonical.put(name, number);
                    yield Double.toString(number);
                }
                case 2 -> {
                    double number = random.nextInt(1_000_000) / 1e6;
                    canonical.put(name, number);
                    yield String.format(Locale.ROOT, "%.9f", number);
                }
                case 3 -> {
                    long number = random.nextLong() >> (11 + random.nextInt(50));
                    canonical.put(name, number);
                    yield Long.toString(number);
                }
                case 4 -> {
                    canonical.put(name, true);
                    yield "true";
                }
                case 5 -> {
                    canonical.putNull(name);
                    yield "null";
                }
                case 6 -> {
                    var strings = Stream.generate(() -> string(random))
                            .limit(random.nextInt(4))
                            .toList();
                    canonical.put(name, strings);
                    yield "[ "
                            + String.join(
                                    " , ",
                                    strings.stream().map(Example::escaped).toList()) + " ]";
                }
                default -> {
                    var inner = random(random, depth - 1);
                    canonical.put(name, inner.canonical());
                    yield inner.text();
                }
            };
        }

        /** A few bits anywhere: among them the large whole numbers that a long could hold as well. */
        private static double roundInBinary(Random random) {
            return Math.scalb(random.nextInt(2_000) - 1_000.0, random.nextInt(200) - 100);
        }

        private static String string(Random random) {
            var string = new StringBuilder();
            int length = random.nextInt(8);
            for (int i = 0; i < length; i++) {
                int limit = List.of(0x20, 0x80, 0x800, 0x10000, 0x110000).get(random.nextInt(5));
                int codePoint = random.nextInt(limit);
                boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
                string.appendCodePoint(half ? 0xE000 : codePoint);
            }
            return string.toString();
        }

        private static String escaped(String string) {
            var text = new StringBuilder("\"");
            string.chars().forEach(letter -> text.append(String.format(Locale.ROOT, "\\u%04X", letter)));
            return text.append('"').toString();
        }
    }
}
