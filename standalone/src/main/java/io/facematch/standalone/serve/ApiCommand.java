package io.facematch.standalone.serve;

import io.facematch.api.ApiApplication;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.terminal.Checked;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "api",
        description = {
            "Runs the API alone, in the foreground.",
            "Needs FACEMATCH_DATABASE_URL, FACEMATCH_RABBITMQ_URI, FACEMATCH_MASTER_KEY_FILE and one source of token keys,"
                    + " such as FACEMATCH_SECURITY_ISSUER_URI, or FACEMATCH_ISSUER_ENABLED=true."
        },
        mixinStandardHelpOptions = true)
public final class ApiCommand implements Runnable, Checked {
    @Override
    public void check() {
        StandaloneServer.requireFreePorts(Optional.of(ApiApplication.MANAGEMENT_PORT));
    }

    @Override
    public void run() {
        ApiApplication.start();
        Foreground.awaitTermination();
    }
}
