package io.facematch.standalone.access;

import io.facematch.api.security.Scopes;
import io.facematch.standalone.local.Home;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = {
            "Prints a bearer token that the API of 'up' accepts for 24 hours, on all its routes.",
            "The token is for the server that runs on the state folder; when none runs, for one at FACEMATCH_PORT."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private GrantOptions grant;

    @Override
    public Integer call() throws IOException {
        var scopes = grant.scopes(Scopes.OF_TENANT);
        var tenant = grant.tenant();
        spec.commandLine().getOut().println(Home.ofEnvironment().issuer().token(tenant, scopes, Instant.now()));
        return 0;
    }
}
