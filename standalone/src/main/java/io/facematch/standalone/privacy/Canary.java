package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.search.Marker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A submission whose names and photos are all secrets of their own, and what must come of it. */
final class Canary {
    private static final int HEAVY = 4 << 20;
    private static final String BOUNDARY = "canary-K2vQ0nT8yL";

    private final String name;
    private final String expected;
    private final Secrets secrets;
    private final CanaryPhotos photos;
    private final List<Member> members = new ArrayList<>();
    private @Nullable UUID job;
    private String actual = "nothing";
    private boolean form;

    Canary(String name, String expected, Secrets secrets) {
        this.name = name;
        this.expected = expected;
        this.secrets = secrets;
        this.photos = new CanaryPhotos(secrets);
    }

    /** A file of the submission. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Member(String name, byte[] content) {
        @Override
        public String toString() {
            return "Member[" + content.length + " bytes]";
        }
    }

    /** Two photos of one person. */
    Canary pair(int person) throws IOException {
        return pair(photos.jpeg(name, person), photos.png(name, person));
    }

    /** Photos that nobody can read: one that is cut off, and one that is no photo. */
    Canary undecodable(int person) throws IOException {
        pair(photos.cutOff(name, person), photos.png(name, person));
        return pair(secrets.word("text of " + name).getBytes(StandardCharsets.US_ASCII), photos.png(name, person));
    }

    private Canary pair(byte[] probe, byte[] reference) {
        var stem = stem();
        var folder = secrets.word("folder of " + name);
        members.add(new Member(folder + "/" + stem + "_image1.jpg", probe));
        members.add(new Member(folder + "/" + stem + "_image2.png", reference));
        return this;
    }

    /** A photo without a partner, and a file that is no photo. */
    Canary strays(int person) throws IOException {
        members.add(new Member(stem() + "_image1.jpg", photos.jpeg(name, person)));
        members.add(new Member(stem() + ".txt", secrets.word("text of " + name).getBytes(StandardCharsets.US_ASCII)));
        return this;
    }

    /** So much more that what comes before it has reached the disk when this comes. */
    Canary heavy() {
        var noise = new byte[HEAVY];
        new Random().nextBytes(noise);
        members.add(new Member("noise.bin", noise));
        return this;
    }

    /** The first pair again, in another folder, which no archive may have. */
    Canary twice() {
        for (var member : List.copyOf(members)) {
            members.add(new Member("other/" + member.name(), member.content()));
        }
        return this;
    }

    private String stem() {
        var stem = secrets.word("stem of " + name) + " Zoë";
        secrets.add(Marker.ofDigest("a stem of " + name, stem.getBytes(StandardCharsets.UTF_8)));
        return stem;
    }

    byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var member : members) {
                zip.putNextEntry(new ZipEntry(member.name()));
                zip.write(member.content());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** The first pair as a form, with names of files and of a subject, and with what a client keeps for audits. */
    byte[] form() {
        form = true;
        var subject = secrets.word("unique_id of " + name);
        secrets.add(Marker.ofDigest("the unique_id of " + name, subject.getBytes(StandardCharsets.UTF_8)));
        var out = new ByteArrayOutputStream();
        part(out, "unique_id\"\r\n\r\n", subject.getBytes(StandardCharsets.UTF_8));
        for (var text : List.of("consent_ref", "reference")) {
            var said = secrets.word(text + " of " + name);
            part(out, text + "\"\r\n\r\n", said.getBytes(StandardCharsets.UTF_8));
        }
        part(
                out,
                "image1\"; filename=\"" + fileName(0) + "\"\r\n\r\n",
                members.get(0).content());
        part(
                out,
                "image2\"; filename=\"" + fileName(1) + "\"\r\n\r\n",
                members.get(1).content());
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private String fileName(int member) {
        var path = members.get(member).name();
        return path.substring(path.indexOf('/') + 1);
    }

    private static void part(ByteArrayOutputStream out, String head, byte[] content) {
        out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + head)
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    static String formType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    String name() {
        return name;
    }

    String expected() {
        return expected;
    }

    String actual() {
        return actual;
    }

    void came(String outcome) {
        actual = outcome;
    }

    boolean isAsExpected() {
        return actual.equals(expected);
    }

    /** Whether there is a ZIP of its results, as there is for an archive. */
    boolean hasResults() {
        return !form;
    }

    void accepted(UUID as) {
        job = as;
    }

    boolean wasAccepted() {
        return job != null;
    }

    UUID job() {
        if (job == null) {
            throw new IllegalStateException(name + " was not accepted");
        }
        return job;
    }

    @Override
    public String toString() {
        return "Canary[" + name + "]";
    }
}
