package io.facematch.standalone.privacy;

import io.facematch.api.issuer.Clients;
import io.facematch.api.security.Scopes;
import io.facematch.queue.Topology;
import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.privacy.CheckReport.Control;
import io.facematch.standalone.privacy.CheckReport.Search;
import io.facematch.standalone.privacy.KeyStates.Copy;
import io.facematch.standalone.privacy.search.Marker;
import io.facematch.standalone.privacy.search.SecretSearch;
import io.facematch.standalone.privacy.search.UnlinkedFiles;
import io.facematch.standalone.terminal.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/** Sends canaries through a product of its own, kills its processes meanwhile, and looks for what they carried. */
final class PrivacyCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);

    private static final String QUEUED = "while pairs wait";
    private static final String OVER = "when all jobs are over";
    private static final String END = "after the end of the epochs";

    private final OwnProduct product;
    private final Queues queues;
    private final Steps steps;
    private final CheckReport report;
    private final Secrets secrets = new Secrets();
    private final List<Canary> accepted = new ArrayList<>();
    private final Places places;
    private final KeyStates keys;
    private final CanaryClient client;
    private final PositiveControls controls;
    private final StoredJobs jobs;

    private PrivacyCheck(OwnProduct product, Queues queues, Steps steps, CheckReport report) throws IOException {
        this.product = product;
        this.queues = queues;
        this.steps = steps;
        this.report = report;
        this.places = new Places(product, report.begun().toInstant());
        this.keys = new KeyStates(product);
        this.controls = new PositiveControls(product, queues, report);
        this.jobs = new StoredJobs(product);
        this.client = newClient();
    }

    /** The product does not do what it must do, so that the check can't go on. Its report says why, and that it failed. */
    static final class BrokenOff extends RuntimeException {
        private final String why;

        BrokenOff(String why) {
            super(why);
            this.why = why;
        }
    }

    /** @param folder that is the check's own, and is gone afterwards */
    static CheckReport run(Path folder, String version, Steps steps) throws IOException, InterruptedException {
        var begun = ZonedDateTime.now(ZoneId.systemDefault());
        var started = System.nanoTime();
        var report = new CheckReport(begun);
        try (var product = OwnProduct.start(folder, steps);
                var queues = new Queues(product.brokerUri())) {
            report.version("Facematch", version);
            var check = new PrivacyCheck(product, queues, steps, report);
            try {
                check.run();
            } catch (BrokenOff e) {
                report.add(new Control("The check came to its end", false, e.why));
            }
            check.account();
            check.versions();
            report.keys(check.keys);
        }
        report.took(Duration.ofNanos(System.nanoTime() - started));
        return report;
    }

    private void run() throws IOException, InterruptedException {
        knowSecretsOfTheProduct();
        Places.inWords(product.home().folder()).forEach(report::place);
        keys.look("at the start");
        killedApi();
        var copies = queue();
        var worker = product.startWorker();
        awaitEnds();
        direct();
        var last = killedWorkers(worker);
        awaitEnds();
        results();
        look(OVER, product.api(), last);
        keys.look(OVER);
        endEpochs();
        look(END);
        keys.look(END);
        opensNothing(copies);
    }

    private CanaryClient newClient() throws IOException {
        var issued = new Clients(product.database(), InstantSource.system()).add("canary", "canary", Scopes.OF_TENANT);
        var secret = issued.secret().text();
        secrets.add(Marker.ofText("the client's secret", secret.substring(secret.indexOf('_') + 1)));
        var made = CanaryClient.of(product.address(), issued.client().id(), secret);
        secrets.add(Marker.ofText(
                "the client's token", made.token().substring(made.token().lastIndexOf('.') + 1)));
        return made;
    }

    /** They may be in their own files, and nowhere else. */
    private void knowSecretsOfTheProduct() throws IOException {
        var home = product.home();
        var masterKey = Files.readString(home.masterKey()).strip();
        secrets.add(Marker.ofText("the master key, as text", masterKey).keptIn(home.masterKey()));
        secrets.add(Marker.ofBytes("the master key", Base64.getDecoder().decode(masterKey))
                .keptIn(home.masterKey()));
        secrets.add(Marker.ofText(
                        "the key that signs tokens",
                        Files.readAllLines(product.signingKey()).get(2))
                .keptIn(product.signingKey()));
        for (var user : DatabaseUser.values()) {
            secrets.add(Marker.ofText("the password of " + user.username(), user.password(home.database()))
                    .keptIn(user.passwordFile(home.database())));
        }
    }

    /** The API is killed in the middle of an upload, and right after it accepted another one. */
    private void killedApi() throws IOException, InterruptedException {
        steps.say("killing the API");
        var upload = canary("an upload during which the API is killed", "not accepted")
                .pair(1)
                .heavy();
        var api = product.api();
        client.begin(upload);
        if (Files.isDirectory(Path.of("/proc/self/fd"))) {
            var half = upload.archive().length / 2;
            await(
                    "the upload to arrive",
                    () -> UnlinkedFiles.of(api.pid()).stream()
                            .anyMatch(file -> file.toFile().length() > half));
        }
        look("while an archive is uploaded", api);
        api.kill();
        product.startApi();
        var last = accept(canary("a pair whose API is killed as soon as it is accepted", "COMPLETED: 1 Success")
                .pair(2));
        client.submit(last);
        product.api().kill();
        product.startApi();
        upload.came(jobs.count() == 1 ? "not accepted" : jobs.count() + " jobs");
    }

    /** All that can be done without a worker. */
    private List<Copy> queue() throws IOException, InterruptedException {
        steps.say("sending canaries");
        var givenUp = accept(canary(
                        "a pair that the broker gives up, as it was taken and given back too often",
                        "COMPLETED: 1 Success")
                .pair(3));
        client.submitPair(givenUp);
        var archive = accept(
                canary("an archive", "COMPLETED: 2 Success").pair(4).pair(5).strays(6));
        client.submit(archive);
        var undecodable = accept(canary("photos that nobody can read", "COMPLETED: 2 InvalidImage")
                .undecodable(7));
        client.submit(undecodable);
        var cancelled = accept(
                canary("an archive that is cancelled", "CANCELLED: no outcome").pair(8));
        client.submit(cancelled);
        var message = queues.takeUntilGivenUp(Topology.SINGLE);
        var copies = List.of(keys.copyOfPhotos(givenUp.job(), message), keys.copyOfNames(archive.job()));
        for (var copy : copies) {
            var opens = keys.opens(copy);
            report.add(new Control(
                    "A copy of sealed " + inWords(copy) + " opens now, with the keys that are there",
                    opens,
                    opens ? "it opens" : "it does not open"));
        }
        controls.store();
        var search = look(QUEUED, product.api());
        controls.judge(search);
        keys.look(QUEUED);
        client.cancel(cancelled);
        return copies;
    }

    private static String inWords(Copy copy) {
        return switch (copy.purpose()) {
            case PAYLOAD -> "photos";
            case LABELS -> "names";
            case ARCHIVE -> "archives";
            case EXPORTS -> "exports";
        };
    }

    /** While a client waits, and what is refused. */
    private void direct() throws IOException {
        var compared = accept(
                canary("a pair whose client waits", "COMPLETED: 1 Success").pair(9));
        client.compare(compared);
        var refused = canary("an archive that is refused", "422").pair(10).twice();
        refused.came(Integer.toString(client.attempt(refused).status()));
    }

    /**
     * Workers are killed while they hold pairs: one job must be finished by another worker, and one pair, which is at work
     * whenever a worker dies, must be given up. That no worker is too fast is seen to by a lock on the job's row.
     */
    private ServerProcess killedWorkers(ServerProcess first) throws IOException, InterruptedException {
        steps.say("killing workers");
        first.standStill();
        var taken = accept(canary("an archive whose worker is killed", "COMPLETED: 2 Success")
                .pair(11)
                .pair(12));
        client.submit(taken);
        var poison = accept(canary("a pair that ends each worker", "COMPLETED: 1 Error/PROCESSING_CRASH")
                .pair(1));
        client.submit(poison);
        try (var lockOnPoison = jobs.lock(poison.job())) {
            try (var lockOnTaken = jobs.lock(taken.job())) {
                first.goOn();
                await("a worker to hold the pairs", () -> jobs.keepAWorkerWaiting() && queues.waitingInLanes() == 0);
                first.kill();
            }
            for (int attempt = 1; attempt <= 2; attempt++) {
                var next = product.startWorker();
                var number = attempt;
                await("attempt " + attempt, () -> jobs.attempts(poison.job()) == number && jobs.keepAWorkerWaiting());
                next.kill();
            }
        } catch (SQLException e) {
            throw new IOException("the database can't be locked", e);
        }
        return product.startWorker();
    }

    /** Names leave the product in what its owner downloads, and are not stored for that. */
    private void results() throws IOException {
        for (var canary : accepted.stream().filter(Canary::hasResults).toList()) {
            var status = client.downloadResults(canary);
            if (status != 200) {
                throw new BrokenOff("the results of " + canary.name() + " can't be downloaded: " + status);
            }
        }
    }

    private void awaitEnds() throws IOException, InterruptedException {
        await("all jobs to end", () -> accepted.stream().noneMatch(canary -> jobs.isRunning(canary.job())));
    }

    /** Puts the clock of the data forward, lets the API forget the names, and stops the processes in order. */
    private void endEpochs() throws IOException, InterruptedException {
        steps.say("ending the epochs, up to half a minute");
        var epochs = keys.epochKeys();
        jobs.letTimePass();
        await("the names to be forgotten", jobs::areNameless);
        product.stopServers();
        epochs.forEach((id, key) -> secrets.add(Marker.ofBytes("the wrapped key of epoch " + id, key)));
    }

    private void opensNothing(List<Copy> copies) throws IOException {
        var left = keys.epochKeys().size();
        report.add(new Control(
                "All keys of epochs are destroyed", left == 0, left == 0 ? "none is left" : left + " are left"));
        for (var copy : copies) {
            var opens = keys.opens(copy);
            report.add(new Control(
                    "The copy of sealed " + inWords(copy) + ", taken before, opens no more",
                    !opens,
                    opens ? "it opens" : "no key opens it"));
        }
    }

    private SecretSearch look(String when, ServerProcess... processes) throws IOException {
        steps.say("searching " + when);
        var wanted = new ArrayList<>(secrets.all());
        wanted.addAll(controls.markers());
        var search = places.search(wanted, processes);
        report.add(new Search(
                when,
                search.files(),
                search.bytes(),
                secrets.all().size(),
                search.wanted(),
                search.findings().stream()
                        .filter(finding -> !controls.found(finding))
                        .toList(),
                search.unread()));
        return search;
    }

    /** How each job ended. */
    private void account() throws IOException {
        for (var canary : accepted.stream().filter(Canary::wasAccepted).toList()) {
            canary.came(jobs.outcomes(canary.job()));
        }
        report.add(new Control(
                "Nothing is stored of a submission that was not accepted",
                jobs.count() == accepted.size(),
                jobs.count() + " jobs, " + accepted.size() + " were accepted"));
    }

    private void versions() throws IOException {
        report.version("Java", System.getProperty("java.runtime.version"));
        report.version(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        report.version(
                "PostgreSQL",
                product.database()
                        .sql("show server_version")
                        .query(String.class)
                        .single());
        report.version("RabbitMQ", queues.version());
        product.database()
                .sql("""
                        select embedder || ', SHA-256 ' || embedder_sha256 as embedder,
                            detector || ', SHA-256 ' || detector_sha256 as detector, calibration
                        from model_combination""")
                .query()
                .listOfRows()
                .forEach(models -> models.forEach((part, model) -> report.version(part, String.valueOf(model))));
    }

    private Canary canary(String name, String expected) {
        var canary = new Canary(name, expected, secrets);
        report.add(canary);
        return canary;
    }

    private Canary accept(Canary canary) {
        accepted.add(canary);
        return canary;
    }

    private static void await(String what, Callable<Boolean> condition) throws IOException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new BrokenOff("waited in vain for " + what);
                }
                Thread.sleep(POLL);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
