package io.facematch.api.tokenrequest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** A request for a token whose body is in memory, so that nobody who asks for a parameter reads from the connection. */
final class ReceivedRequest extends HttpServletRequestWrapper {
    private static final String BASIC = "Basic ";

    private final byte[] body;
    private final Map<String, String[]> parameters;

    ReceivedRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
        this.parameters = parameters(request, isForm(request) ? new String(body, StandardCharsets.UTF_8) : "");
    }

    private static boolean isForm(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.trim().regionMatches(true, 0, MediaType.APPLICATION_FORM_URLENCODED_VALUE, 0, 33);
    }

    /** Those of the address, too: the container has found no form, for it was read already. */
    private static Map<String, String[]> parameters(HttpServletRequest request, String form) {
        var all = new LinkedHashMap<String, List<String>>();
        request.getParameterMap().forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
        for (var pair : form.split("&", -1)) {
            if (!pair.isEmpty()) {
                var at = pair.indexOf('=');
                var name = decoded(at < 0 ? pair : pair.substring(0, at));
                all.computeIfAbsent(name, any -> new ArrayList<>()).add(at < 0 ? "" : decoded(pair.substring(at + 1)));
            }
        }
        var found = new LinkedHashMap<String, String[]>();
        all.forEach((name, values) -> found.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(found);
    }

    /** What can't be decoded stays as it is: it is no valid parameter then. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The client that asks for a token by OAuth 2.0, as it calls itself. */
    Optional<String> clientOfGrant() {
        var authorization = getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return idOf(authorization.substring(BASIC.length()).trim());
        }
        return Optional.ofNullable(getParameter("client_id"));
    }

    private static Optional<String> idOf(String credentials) {
        try {
            var text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return Optional.of(decoded(text.substring(0, Math.max(0, text.indexOf(':')))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public @Nullable String getParameter(String name) {
        var values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parameters.get(name);
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Received(new ByteArrayInputStream(body));
    }

    private static final class Received extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Received(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is read already");
        }
    }
}
