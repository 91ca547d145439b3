package io.facematch.standalone.access;

import io.facematch.api.security.Scopes;
import io.facematch.standalone.terminal.CommandFailed;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            description = {
                "facematch.compare, facematch.bulk, facematch.read, facematch.read.tenant, facematch.cancel,",
                "facematch.audit, facematch.audit.sensitive, facematch.admin.",
                "Without the option a client gets the first two, and a token the first six."
            })
    private @Nullable List<String> scopes;

    String tenant() {
        if (tenant.isBlank()) {
            throw new CommandFailed("the tenant must not be blank");
        }
        return tenant;
    }

    /** @param usual when none is named */
    List<String> scopes(List<String> usual) {
        var asked = scopes == null ? usual : scopes;
        var unknown =
                asked.stream().filter(scope -> !Scopes.ALL.contains(scope)).toList();
        if (!unknown.isEmpty()) {
            throw new CommandFailed(
                    "unknown scope " + unknown.getFirst() + "; there are " + String.join(", ", Scopes.ALL));
        }
        return asked.stream().distinct().toList();
    }
}
