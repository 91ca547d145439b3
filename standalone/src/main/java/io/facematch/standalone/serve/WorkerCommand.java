package io.facematch.standalone.serve;

import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.models.LocalModels;
import io.facematch.standalone.terminal.Checked;
import io.facematch.worker.WorkerApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "worker",
        description = {
            "Runs a worker alone, in the foreground. Start as many as you like, on as many machines.",
            "Needs FACEMATCH_DATABASE_URL, FACEMATCH_RABBITMQ_URI and FACEMATCH_MASTER_KEY_FILE, the same as the API's."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the field
public final class WorkerCommand implements Runnable, Checked {
    @Spec
    private CommandSpec spec;

    @Override
    public void check() {
        StandaloneServer.requireFreePort();
    }

    @Override
    public void run() {
        LocalModels.prepared(spec.commandLine().getErr());
        WorkerApplication.start();
        Foreground.awaitTermination();
    }
}
