package io.facematch.api;

import io.facematch.api.archive.HostileArchive;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Makes requests from the OpenAPI document and bends them: its routes, parameters, headers, tokens and bodies. The same
 * seed makes the same request, but for ids and tokens.
 */
final class RequestFuzz {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final List<String> ODD_METHODS = List.of(
            "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW", "get", "M".repeat(300));
    private static final List<String> ODD_VALUES = List.of(
            "",
            " ",
            "0",
            "-1",
            "1.5",
            "1e9",
            "NaN",
            "99999999999999999999",
            "9".repeat(400),
            "true",
            "null",
            "undefined",
            "%zz",
            "%",
            "%ff",
            "%00",
            "%0d%0a",
            "%2e%2e%2f",
            "../..",
            "..",
            ".",
            "a;b=c",
            "a//b",
            "\\",
            "|",
            "\"",
            "<script>",
            "'or 1=1--",
            "${jndi:x}",
            "{{7*7}}",
            "=cmd|' /C calc'!A0",
            "%C3%A9",
            "\u00e9",
            "\u0080\u009f",
            "\u00ff\u00fe",
            "%ED%A0%80",
            "%F0%9F%98%80",
            "x".repeat(300),
            "018f0000-0000-7000-8000-000000000000",
            "00000000-0000-0000-0000-000000000000",
            "wait=0",
            "wait=1",
            "wait=-1",
            "wait=99999999999",
            "respond-async, wait=1",
            "standard",
            "Asia/Dubai",
            "Success",
            "*",
            "*/*");
    private static final List<String> ODD_HEADERS = List.of(
            "Accept: text/csv",
            "Accept: ;q=",
            "Accept: " + "*/*,".repeat(200),
            "Accept: \u0080",
            "Accept: application/json;q=2",
            "Accept: text/event-stream",
            "Accept-Encoding: gzip;q=x",
            "Accept-Language: " + "x-".repeat(500),
            "Accept-Charset: no-such-charset",
            "Expect: 100-continue",
            "Expect: something-else",
            "Range: bytes=0-1,2-1,-0",
            "If-None-Match: *",
            "If-Match: \"x\"",
            "If-Modified-Since: yesterday",
            "If-Unmodified-Since: \u00ff",
            "Host: other.example",
            "Host: ",
            "Host: a b",
            "Origin: null",
            "Origin: https://other.example",
            "Access-Control-Request-Method: PUT",
            "X-Forwarded-Host: other.example",
            "X-Forwarded-Proto: gopher",
            "X-Forwarded-Prefix: //x",
            "Forwarded: for=\"[",
            "X-HTTP-Method-Override: DELETE",
            "Cookie: JSESSIONID=x; a=\u0001",
            "Upgrade: websocket",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABk",
            "Content-Encoding: gzip",
            "TE: trailers",
            "Trailer: Authorization",
            "Last-Event-ID: 99999999999999999999",
            "Prefer: wait=1",
            "Prefer: wait=x, wait=1",
            "Prefer: \u0085",
            "Idempotency-Key: \u0090",
            "Idempotency-Key: ",
            "Idempotency-Key: " + "k".repeat(256),
            "Idempotency-Key: again",
            "Content-Type: \u0081",
            "Content-Type: /",
            "Content-Type: a/b/c",
            "Content-Type: multipart/form-data",
            "Content-Type: multipart/form-data; boundary=\"" + "b".repeat(80) + "\"",
            "Content-Type: multipart/form-data; boundary=",
            "Content-Type: multipart/mixed; boundary=x",
            "Content-Type: application/zip; charset=no-such",
            "Content-Type: application/json; charset=utf-7",
            "Content-Type: application/x-www-form-urlencoded; charset=x",
            "Content-Type: text/plain",
            "X-Long: " + "x".repeat(7000),
            "X-Far-Too-Long: " + "x".repeat(20_000),
            "no colon at all",
            ": no name",
            "X Y: space in the name",
            "X-Nul: a\0b",
            "X-Folded: a\r\n b",
            "Connection: keep-alive, Upgrade",
            "Transfer-Encoding: chunked",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: x",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5, 6");
    private static final List<String> ODD_JSON = List.of(
            "",
            "{",
            "}",
            "[]",
            "null",
            "true",
            "0",
            "\"text\"",
            "{}",
            "{\"a\":",
            "{\"appId\":null}",
            "{\"appId\":[1]}",
            "{\"appId\":{}}",
            "{\"appId\":1e999,\"appSecret\":-0}",
            "{\"appId\":\"x\",\"appId\":\"y\"}",
            "{\"appId\":\"\\ud800\"}",
            "{\"appId\":\"\\u0000\",\"appSecret\":\"\\u0000\",\"tenantId\":\"\\u0000\"}",
            "[".repeat(3000),
            "{\"a\":".repeat(2000),
            "\u00ff\u00fe{\0}\0",
            "{\"appId\":\"" + "x".repeat(7000) + "\"}",
            "/* c */ {}",
            "{'appId':'x'}",
            "{\"appId\":\"x\",\"appSecret\":\"y\",\"tenantId\":\"" + "z".repeat(500) + "\"}",
            "9".repeat(5000));
    private static final int LARGEST_BODY = 40_000;

    private record Operation(String method, String path, JsonNode description) {}

    private final JsonNode document = Contract.get().document();
    private final List<Operation> operations = new ArrayList<>();
    private final List<String> ids;
    private final List<String> tokens;
    private final String client;
    private Random random = new Random(0);

    /**
     * @param ids of jobs and outcomes to ask for
     * @param tokens the first is the usual one
     * @param client the value of Basic authentication
     */
    RequestFuzz(List<String> ids, List<String> tokens, String client) {
        this.ids = ids;
        this.tokens = tokens;
        this.client = client;
        for (var path : document.path("paths").properties()) {
            if (path.getValue().has("servers")) {
                continue; // not at this port
            }
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    var method = operation.getKey().toUpperCase(Locale.ROOT);
                    // What takes a body can be wrong in more ways.
                    var times = operation.getValue().has("requestBody") ? 4 : 1;
                    operations.addAll(
                            Collections.nCopies(times, new Operation(method, path.getKey(), operation.getValue())));
                }
            }
        }
    }

    OddRequest request(long seed) {
        // Neighbouring seeds of java.util.Random begin alike.
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        var operation = one(operations);
        var request = proper(operation);
        for (int bends = random.nextInt(4); bends >= 0; bends--) {
            bend(request);
        }
        return request;
    }

    private OddRequest proper(Operation operation) {
        var request = new OddRequest(
                operation.method, operation.path.replace("{id}", one(ids)).replace("{path}", "0/000"));
        request.header("Host", "localhost");
        request.header("Connection", "close");
        var isForClients = operation.path.startsWith("/oauth2/");
        request.header(
                "Authorization", isForClients ? client : "Bearer " + (chance(4) ? one(tokens) : tokens.getFirst()));
        for (var parameter : operation.description.path("parameters").values()) {
            var place = resolved(parameter);
            if (chance(2)) {
                var value = example(place);
                if (place.path("in").asString().equals("query")) {
                    request.query.add(place.path("name").asString() + "=" + value);
                } else {
                    request.header(place.path("name").asString(), value);
                }
            }
        }
        var content = operation.description.path("requestBody").path("content");
        if (content.isObject()) {
            var types = List.copyOf(content.propertyNames());
            var type = one(types);
            fill(request, type, content.path(type));
        }
        return request;
    }

    private void fill(OddRequest request, String type, JsonNode content) {
        if (type.equals("multipart/form-data")) {
            request.header("Content-Type", Form.CONTENT_TYPE);
            request.body = form(content.path("schema"));
            return;
        }
        request.header("Content-Type", type);
        if (type.equals("application/zip")) {
            request.body = archive();
        } else if (type.equals("application/json")) {
            request.body = bytes(content.path("example").toString());
        } else {
            request.body = bytes(content.path("example").properties().stream()
                    .map(field -> field.getKey() + "="
                            + URLEncoder.encode(field.getValue().asString(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&")));
        }
    }

    private byte[] archive() {
        if (chance(2)) {
            return Zip.ofPairs("a", "b");
        }
        var hostile = one(Arrays.asList(HostileArchive.values())).bytes();
        return hostile.length > LARGEST_BODY ? Arrays.copyOf(hostile, LARGEST_BODY) : hostile;
    }

    /** Its parts, some of them left out, twice, of another kind, or of an odd name. */
    private byte[] form(JsonNode schema) {
        var form = new Form();
        var properties = new LinkedHashMap<String, JsonNode>();
        collect(schema, properties);
        for (var property : properties.entrySet()) {
            for (int times = chance(6) ? random.nextInt(3) : 1; times > 0; times--) {
                part(form, chance(15) ? one(ODD_VALUES) : property.getKey(), property.getValue());
            }
        }
        if (chance(8)) {
            form.field(one(List.of("image3", "IMAGE1", "", "x".repeat(2000), "archive", "unique_id")), one(ODD_VALUES));
        }
        return chance(10) ? form.cutOff() : form.build();
    }

    private void part(Form form, String name, JsonNode schema) {
        var isFile = schema.path("format").asString("").equals("binary") || schema.has("contentMediaType");
        if (isFile == chance(10)) {
            form.field(name, chance(2) ? one(ODD_VALUES) : "standard");
        } else if (chance(6)) {
            form.part(
                    name,
                    one(List.of(
                            "; filename=\"\"",
                            "; filename",
                            "; filename*=UTF-8''%zz",
                            "; filename=\"a\\\"b\"\r\nX: y")),
                    noise());
        } else {
            form.file(name, noise());
        }
    }

    private byte[] noise() {
        var noise = new byte[random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2000)];
        random.nextBytes(noise);
        return noise;
    }

    private void collect(JsonNode schema, Map<String, JsonNode> properties) {
        var place = resolved(schema);
        for (var property : place.path("properties").properties()) {
            properties.put(property.getKey(), resolved(property.getValue()));
        }
        for (var kind : List.of("oneOf", "anyOf", "allOf")) {
            place.path(kind).values().forEach(choice -> collect(choice, properties));
        }
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref");
        return reference.isString()
                ? document.at(JsonPointer.compile(reference.asString().substring(1)))
                : node;
    }

    private String example(JsonNode parameter) {
        if (chance(3)) {
            return one(ODD_VALUES);
        }
        var schema = resolved(parameter.path("schema"));
        for (var value : List.of(
                parameter.path("example"),
                schema.path("default"),
                schema.path("enum").path(0),
                schema.path("minimum"))) {
            if (value.isValueNode() && !value.isNull() && !value.isMissingNode()) {
                // No test waits for ten seconds.
                return value.asString().replace("wait=10", "wait=1");
            }
        }
        return "x";
    }

    private void bend(OddRequest request) {
        switch (random.nextInt(14)) {
            case 0 -> request.method = one(ODD_METHODS);
            case 1 -> bendPath(request);
            case 2 ->
                request.query.add(one(List.of("", "a", "limit", "cursor", "status", "zone", "operating_point", "stems"))
                        + "=" + one(ODD_VALUES));
            case 3 -> request.query.add(one(ODD_VALUES));
            case 4, 5 -> bendHeader(request);
            case 6 ->
                request.header(
                        one(List.of("Prefer", "Idempotency-Key", "Accept", "X-Odd", "If-None-Match")), one(ODD_VALUES));
            case 7 -> bendToken(request);
            case 8 -> cut(request);
            case 9 -> flip(request);
            case 10 -> request.body = concat(request.body, noise());
            case 11 -> request.body = bytes(one(ODD_JSON));
            case 12 -> chunk(request);
            default -> request.body = archive();
        }
    }

    private void bendPath(OddRequest request) {
        var parts = request.path.split("/", -1);
        switch (random.nextInt(5)) {
            case 0 -> parts[parts.length - 1] = one(ODD_VALUES);
            case 1 -> parts[random.nextInt(parts.length)] += one(ODD_VALUES);
            case 2 -> parts[1] = "/" + parts[1];
            case 3 -> parts[parts.length - 1] += "/" + one(ODD_VALUES);
            default -> parts[1 + random.nextInt(parts.length - 1)] = one(ODD_VALUES);
        }
        // A space would end the path, and what follows would be no HTTP version: 505 is right then.
        request.path = String.join("/", parts).replace(" ", "%20");
        if (!request.path.startsWith("/")) {
            request.path = "/" + request.path;
        }
    }

    private void bendHeader(OddRequest request) {
        var odd = one(ODD_HEADERS);
        if (odd.startsWith("Content-Length")) {
            request.tellsLength = chance(2);
        }
        if (odd.startsWith("Content-Type") || odd.startsWith("Host") || chance(2)) {
            request.removeHeader(odd.split(":", 2)[0]);
        }
        request.headers.add(odd);
        if (chance(20)) {
            request.removeHeader(one(List.of("Host", "Content-Type", "Authorization")));
        }
        if (chance(40)) {
            for (int i = 0; i < 120; i++) {
                request.header("X-" + i, "y");
            }
        }
    }

    private void bendToken(OddRequest request) {
        var token = one(tokens);
        request.removeHeader("Authorization");
        switch (random.nextInt(8)) {
            case 0 -> {}
            case 1 -> request.header("Authorization", "bearer " + token);
            case 2 -> request.header("Authorization", "Bearer  " + token);
            case 3 ->
                request.header(
                        "Authorization",
                        one(List.of(
                                "Basic eDp5", "Basic %", "Bearer", "", "Negotiate x", "Basic " + "A".repeat(3000))));
            case 4 -> request.header("Authorization", "Bearer " + token.substring(random.nextInt(token.length())));
            case 5 -> {
                request.header("Authorization", "Bearer " + token);
                request.header("Authorization", "Bearer " + token);
            }
            case 6 -> request.query.add("access_token=" + token);
            default -> request.header("Authorization", "Bearer " + token);
        }
    }

    private void cut(OddRequest request) {
        request.body = Arrays.copyOf(request.body, random.nextInt(request.body.length + 1));
    }

    private void flip(OddRequest request) {
        for (int flips = 1 + random.nextInt(6); flips > 0 && request.body.length > 0; flips--) {
            request.body = request.body.clone();
            request.body[random.nextInt(request.body.length)] = (byte) random.nextInt();
        }
    }

    private void chunk(OddRequest request) {
        request.tellsLength = false;
        request.replaceHeader("Transfer-Encoding", "chunked");
        var length = Integer.toHexString(request.body.length);
        var head = one(List.of(
                length, length, length + ";x=y", "zz", "-1", "ffffffffffffffff", "0", length + "\r\n" + length));
        var end = one(List.of("\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "0\r\n\r\n", "\r\n0\r\nX-Trailer: y\r\n\r\n", ""));
        request.body = concat(concat(bytes(head + "\r\n"), request.body), bytes(end));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
