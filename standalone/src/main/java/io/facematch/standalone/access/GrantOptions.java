package io.facematch.standalone.access;

import io.facematch.api.security.Scopes;
import io.facematch.standalone.terminal.CommandFailed;
import java.util.List;
import picocli.CommandLine.Option;

/** The tenant and the scopes of a token or a client. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class GrantOptions {
    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = "default",
            description = "The tenant whose jobs can be seen (default: ${DEFAULT-VALUE}).")
    private String tenant;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = ",",
            description = "facematch.compare, facematch.bulk; all of them when the option is not given.")
    private List<String> scopes = Scopes.ALL;

    String tenant() {
        if (tenant.isBlank()) {
            throw new CommandFailed("the tenant must not be blank");
        }
        return tenant;
    }

    List<String> scopes() {
        var unknown =
                scopes.stream().filter(scope -> !Scopes.ALL.contains(scope)).toList();
        if (!unknown.isEmpty()) {
            throw new CommandFailed(
                    "unknown scope " + unknown.getFirst() + "; there are " + String.join(", ", Scopes.ALL));
        }
        return scopes.stream().distinct().toList();
    }
}
