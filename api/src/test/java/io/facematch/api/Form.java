package io.facematch.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}, part by part. */
final class Form {
    static final String CONTENT_TYPE = "multipart/form-data; boundary=a-boundary-of-the-test";
    private static final String BOUNDARY = "a-boundary-of-the-test";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    static Form pair(byte[] image1, byte[] image2) {
        return new Form().file("image1", image1).file("image2", image2);
    }

    Form file(String name, byte[] content) {
        return part(name, "; filename=\"" + name + ".jpg\"\r\nContent-Type: image/jpeg", content);
    }

    Form field(String name, String text) {
        return part(name, "", text.getBytes(StandardCharsets.UTF_8));
    }

    Form part(String name, String more, byte[] content) {
        body.writeBytes(ascii(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n"));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
        return this;
    }

    byte[] build() {
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    /** Without the boundary that ends it. */
    byte[] cutOff() {
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
