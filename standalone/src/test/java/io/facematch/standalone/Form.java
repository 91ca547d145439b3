package io.facematch.standalone;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** A {@code multipart/form-data} body. */
final class Form {
    private static final String BOUNDARY = "----facematch-test-boundary";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    static Form ofPair(byte[] probe, byte[] reference) {
        return new Form().file("image1", "selfie.jpg", probe).file("image2", "document.jpg", reference);
    }

    Form file(String name, String fileName, byte[] content) {
        return part(name, "; filename=\"" + fileName + "\"\r\nContent-Type: image/jpeg", content);
    }

    Form text(String name, String value) {
        return part(name, "", value.getBytes(StandardCharsets.UTF_8));
    }

    private Form part(String name, String more, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n");
        body.writeBytes(content);
        write("\r\n");
        return this;
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder postTo(HttpRequest.Builder request) {
        write("--" + BOUNDARY + "--\r\n");
        return request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    }
}
