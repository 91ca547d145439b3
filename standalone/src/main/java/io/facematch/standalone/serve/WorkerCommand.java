package io.facematch.standalone.serve;

import io.facematch.worker.WorkerApplication;
import picocli.CommandLine.Command;

@Command(
        name = "worker",
        description = {
            "Runs a worker alone, in the foreground. Start as many as you like, on as many machines.",
            "Needs FACEMATCH_DATABASE_URL, FACEMATCH_RABBITMQ_URI and FACEMATCH_MASTER_KEY_FILE, the same as the API's."
        },
        mixinStandardHelpOptions = true)
public final class WorkerCommand implements Runnable {
    @Override
    public void run() {
        WorkerApplication.main();
        Foreground.awaitTermination();
    }
}
