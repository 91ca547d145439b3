package io.facematch.standalone.run;

import io.facematch.broker.LocalRabbit;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.terminal.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Does once what a server does, so that Java can record which classes and code it needs. The launcher runs it on a
 * state folder of its own, and starts faster with what Java recorded.
 */
@Command(name = "train", hidden = true, description = "Compares a pair and a ZIP and makes a report, for the launcher.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AotTrainingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ZIP")
    private Path archive;

    @Parameters(index = "1", paramLabel = "PHOTO1")
    private Path probe;

    @Parameters(index = "2", paramLabel = "PHOTO2")
    private Path reference;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = Home.ofEnvironment();
        // A private broker in any case: on another, other servers might take the pairs.
        try (var rabbit = LocalRabbit.launch(home.broker())) {
            rabbit.awaitReady();
            var overrides = Map.<String, Object>of("facematch.rabbitmq.uri", rabbit.uri());
            try (var server = StandaloneServer.start(
                            home, overrides, new Steps(spec.commandLine().getErr()), "--facematch.port=0");
                    var client = new ApiClient(server.address(), server.token())) {
                client.compare(Files.readAllBytes(probe), Files.readAllBytes(reference));
                var job = client.await(client.submit(archive), seen -> {});
                client.saveResults(job.at("/links/results").asString(), home.folder());
                FirstFailures.of(client, job);
            }
        }
        return 0;
    }
}
