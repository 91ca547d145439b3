package io.facematch.testing;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}, part by part. */
public final class Form {
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=a-boundary-of-the-test";
    private static final String BOUNDARY = "a-boundary-of-the-test";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public static Form pair(byte[] image1, byte[] image2) {
        return new Form().file("image1", image1).file("image2", image2);
    }

    public Form file(String name, byte[] content) {
        return file(name, name + ".jpg", content);
    }

    public Form file(String name, String fileName, byte[] content) {
        return part(name, "; filename=\"" + fileName + "\"\r\nContent-Type: image/jpeg", content);
    }

    public Form field(String name, String text) {
        return part(name, "", text.getBytes(StandardCharsets.UTF_8));
    }

    public Form part(String name, String more, byte[] content) {
        body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
        return this;
    }

    public byte[] build() {
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    public HttpRequest.Builder postTo(HttpRequest.Builder request) {
        return request.header("Content-Type", CONTENT_TYPE).POST(BodyPublishers.ofByteArray(build()));
    }

    /** Without the boundary that ends it. */
    public byte[] cutOff() {
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
