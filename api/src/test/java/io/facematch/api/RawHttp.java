package io.facematch.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** Speaks HTTP byte by byte, for what no proper client would say. */
final class RawHttp implements AutoCloseable {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final Pattern STREAM =
            Pattern.compile("(?i)(?:[^\r\n]+\r\n)*content-type: ?text/event-stream[^\r\n]*\r\n");
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final Socket socket;

    RawHttp(ApiServer api) throws IOException {
        this(api, Duration.ofSeconds(20));
    }

    RawHttp(ApiServer api, Duration patience) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), api.port()), patience);
    }

    /** Of another client: all of 127.0.0.0/8 are addresses of this machine. */
    static RawHttp from(String address, ApiServer api) throws IOException {
        return new RawHttp(
                new Socket(InetAddress.getLoopbackAddress(), api.port(), InetAddress.ofLiteral(address), 0),
                Duration.ofSeconds(20));
    }

    static RawHttp at(int port) throws IOException {
        return new RawHttp(new Socket(InetAddress.getLoopbackAddress(), port), Duration.ofSeconds(60));
    }

    RawHttp(int port, Duration patience) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), patience);
    }

    private RawHttp(Socket socket, Duration patience) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    }

    static String head(String request, String token, String... headers) {
        var head = new StringBuilder(request)
                .append("\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ")
                .append(token)
                .append("\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Ends what is sent; the answer can still be read. */
    RawHttp end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All until the other side closes, or until the empty line when {@code headOnly}. */
    String receive(boolean headOnly) throws IOException {
        var received = new ByteArrayOutputStream();
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            received.write(next);
            if (headOnly && received.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    /** One answer, whole, without waiting for the end of the connection. */
    String receiveAnswer() throws IOException {
        var head = receive(true);
        var in = socket.getInputStream();
        var length = CONTENT_LENGTH.matcher(head);
        if (length.find()) {
            return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
        }
        var answer = new StringBuilder(head);
        for (int next = in.read(); next >= 0; next = in.read()) {
            answer.append((char) next);
            if (answer.toString().endsWith(LAST_CHUNK)) {
                break;
            }
        }
        return answer.toString();
    }

    String receive() throws IOException {
        return receive(false);
    }

    /** All until the other side closes; of a stream of events, which never ends, the head. */
    byte[] receiveBytes() throws IOException {
        var received = new ByteArrayOutputStream();
        var in = socket.getInputStream();
        var buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            received.write(buffer, 0, count);
            if (STREAM.matcher(received.toString(StandardCharsets.ISO_8859_1)).lookingAt()) {
                break;
            }
        }
        return received.toByteArray();
    }

    /** Breaks the connection as a killed client does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
