package io.facematch.standalone;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = "Prints a bearer token that the API of run and up takes for 24 hours.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = "default",
            description = "Whose jobs the token can see (default: ${DEFAULT-VALUE}).")
    private String tenant;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = ",",
            description = "facematch.compare, facematch.bulk; all of them when the option is not given.")
    private List<String> scopes = LocalIssuer.ALL_SCOPES;

    @Override
    public Integer call() throws IOException {
        var unknown = scopes.stream()
                .filter(scope -> !LocalIssuer.ALL_SCOPES.contains(scope))
                .toList();
        if (!unknown.isEmpty()) {
            throw new Failure(
                    "unknown scope " + unknown.getFirst() + "; there are " + String.join(", ", LocalIssuer.ALL_SCOPES));
        }
        if (tenant.isBlank()) {
            throw new Failure("the tenant must not be blank");
        }
        spec.commandLine().getOut().println(Home.ofEnvironment().issuer().token(tenant, scopes, Instant.now()));
        return 0;
    }
}
