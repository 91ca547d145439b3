package io.facematch.api;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads an answer off the wire: the first one that is no "100 Continue". */
final class RawAnswer {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})( .*)?");
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private RawAnswer() {}

    static Answer parse(byte[] bytes) {
        var end = indexOf(bytes, END_OF_HEAD, 0);
        if (end < 0) {
            throw new AssertionError("no whole answer, but " + bytes.length + " bytes: "
                    + new String(bytes, StandardCharsets.ISO_8859_1));
        }
        var lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        var status = STATUS_LINE.matcher(lines[0]);
        if (!status.matches()) {
            throw new AssertionError("no status line: " + lines[0]);
        }
        var rest = Arrays.copyOfRange(bytes, end + END_OF_HEAD.length, bytes.length);
        if (status.group(1).startsWith("1")) {
            return parse(rest);
        }
        var headers = new HashMap<String, List<String>>();
        for (var line : List.of(lines).subList(1, lines.length)) {
            var parts = line.split(": ?", 2);
            headers.computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(parts.length > 1 ? parts[1] : "");
        }
        var isChunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new Answer(
                Integer.parseInt(status.group(1)),
                HttpHeaders.of(headers, (name, value) -> true),
                isChunked ? joined(rest) : rest);
    }

    private static byte[] joined(byte[] chunks) {
        var whole = new ByteArrayOutputStream();
        var at = 0;
        while (true) {
            var end = indexOf(chunks, new byte[] {'\r', '\n'}, at);
            if (end < 0) {
                return whole.toByteArray();
            }
            var length = Integer.parseInt(new String(chunks, at, end - at, StandardCharsets.US_ASCII), 16);
            if (length == 0) {
                return whole.toByteArray();
            }
            whole.write(chunks, end + 2, Math.min(length, chunks.length - end - 2));
            at = end + 2 + length + 2;
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
