package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.CheckReport.Control;
import io.facematch.standalone.privacy.search.Finding;
import io.facematch.standalone.privacy.search.Marker;
import io.facematch.standalone.privacy.search.SecretSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a search must find, or its finding nothing means nothing: secrets of the check, stored in the clear. */
final class PositiveControls {
    private final OwnProduct product;
    private final Queues queues;
    private final CheckReport report;
    private final Marker word = Marker.ofText("a random word", Secrets.newWord());
    private final Marker bytes = Marker.ofBytes("random bytes", Secrets.newBytes());
    private final List<Marker> all = List.of(word, bytes);

    PositiveControls(OwnProduct product, Queues queues, CheckReport report) {
        this.product = product;
        this.queues = queues;
        this.report = report;
    }

    /** What to look for beside the canaries' secrets. */
    List<Marker> markers() {
        return all;
    }

    /** Whether it is no secret of a canary. */
    boolean found(Finding finding) {
        return all.contains(finding.marker());
    }

    /** In a file, in the database and in the broker. */
    void store() throws IOException, InterruptedException {
        var everyForm = all.stream()
                .flatMap(marker -> marker.everyForm().stream())
                .map(form -> new String(form, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining("\n"));
        Files.writeString(file(), everyForm, StandardCharsets.ISO_8859_1);
        var secret = bytes.everyForm().getFirst();
        product.database()
                .sql("create table privacy_check_control (content bytea)")
                .update();
        product.database()
                .sql("insert into privacy_check_control values (?)")
                .param(secret)
                .update();
        queues.storeControl(secret);
    }

    /** Reports what a search found of them, and takes them away again. */
    void judge(SecretSearch search) throws IOException {
        for (var marker : all) {
            var missing = search.formsMissing(marker, file().toString()::equals);
            report.add(new Control(
                    "A file with " + marker.name() + " in all "
                            + marker.everyForm().size() + " forms is found in each of them",
                    missing.isEmpty(),
                    missing.isEmpty() ? "each form" : "not found: " + String.join(", ", missing)));
        }
        isFound(search, "A row with a secret is found in the table", "table public.privacy_check_control");
        isFound(
                search,
                "The same row is found in PostgreSQL's files",
                product.home().database().toString());
        isFound(
                search,
                "A message with a secret is found in RabbitMQ's files",
                product.home().broker().toString());
        Files.delete(file());
        product.database().sql("drop table privacy_check_control").update();
        queues.deleteControl();
    }

    private void isFound(SecretSearch search, String what, String place) {
        var found = search.findings().stream()
                .filter(finding -> finding.marker() == bytes && finding.place().startsWith(place))
                .toList();
        report.add(new Control(
                what,
                !found.isEmpty(),
                found.isEmpty() ? "not found" : relative(found.getFirst().place())));
    }

    private String relative(String place) {
        return place.replace(product.home().folder() + "/", "");
    }

    private Path file() {
        return product.home().folder().resolve("logs/control");
    }
}
