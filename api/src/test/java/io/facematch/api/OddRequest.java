package io.facematch.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request before it is written: each part may be bent, and nothing is checked. Text is Latin-1, a byte a character. */
final class OddRequest {
    String method;
    String path;
    final List<String> query = new ArrayList<>();
    final List<String> headers = new ArrayList<>();
    byte[] body = {};
    boolean tellsLength = true;

    OddRequest(String method, String path) {
        this.method = method;
        this.path = path;
    }

    String target() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    void header(String name, String value) {
        headers.add(name + ": " + value);
    }

    void replaceHeader(String name, String value) {
        removeHeader(name);
        header(name, value);
    }

    void removeHeader(String name) {
        headers.removeIf(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }

    byte[] bytes() {
        var head = new StringBuilder(method).append(' ').append(target()).append(" HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (tellsLength && body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
