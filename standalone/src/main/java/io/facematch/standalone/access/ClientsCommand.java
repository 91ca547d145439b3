package io.facematch.standalone.access;

import io.facematch.api.issuer.Client;
import io.facematch.api.issuer.Clients;
import io.facematch.api.issuer.Clients.Issued;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "clients",
        description = {
            "Manages the programs that may ask the API for tokens.",
            "Works on FACEMATCH_DATABASE_URL when that is set, else on the state folder, whether 'up' runs there or not."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ClientsCommand.Add.class,
            ClientsCommand.All.class,
            ClientsCommand.Rotate.class,
            ClientsCommand.Disable.class,
            ClientsCommand.Enable.class
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ClientsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "add",
            description = "Makes a client and prints its id and its secret, which is shown this once.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "For people: what program it is.")
        private String name;

        @Mixin
        private GrantOptions grant;

        @Override
        public Integer call() throws IOException {
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                throw new CommandFailed("the name must not be blank, and of one line");
            }
            var scopes = grant.scopes();
            var tenant = grant.tenant();
            print(ClientsDatabase.with(clients -> clients.add(name, tenant, scopes)), out(spec));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the clients; secrets are not known.", mixinStandardHelpOptions = true)
    static final class All implements Callable<Integer> {
        private static final String ROW = "%-26s  %-20s  %-12s  %-8s  %-20s  %-20s  %s%n";

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            var out = out(spec);
            out.printf(ROW, "ID", "NAME", "TENANT", "STATE", "CREATED", "NEW SECRET", "SCOPES");
            for (var client : ClientsDatabase.with(Clients::list)) {
                out.printf(
                        ROW,
                        client.id(),
                        client.name(),
                        client.tenant(),
                        client.disabled() ? "disabled" : "enabled",
                        time(client.createdAt()),
                        time(client.rotatedAt()),
                        String.join(" ", client.scopes()));
            }
            out.flush();
            return 0;
        }

        private static String time(@Nullable Instant instant) {
            return instant == null
                    ? "-"
                    : instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    @Command(
            name = "rotate",
            description = "Gives a client a new secret; the old one gets no more tokens.",
            mixinStandardHelpOptions = true)
    static final class Rotate implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "Of the client, as 'clients list' tells it.")
        private String id;

        @Override
        public Integer call() throws IOException {
            print(known(id, clients -> clients.rotate(id)), out(spec));
            return 0;
        }
    }

    @Command(
            name = "disable",
            description = {
                "Gives a client no more tokens.",
                "Those that it has go on until they expire, within 24 hours; to end them at once, replace the signing key."
            },
            mixinStandardHelpOptions = true)
    static final class Disable implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "Of the client, as 'clients list' tells it.")
        private String id;

        @Override
        public Integer call() throws IOException {
            var client = known(id, clients -> clients.disable(id));
            out(spec).println("disabled: " + client.name() + ". Tokens that it has run to their end.");
            return 0;
        }
    }

    @Command(name = "enable", description = "Gives a client tokens again.", mixinStandardHelpOptions = true)
    static final class Enable implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "Of the client, as 'clients list' tells it.")
        private String id;

        @Override
        public Integer call() throws IOException {
            var client = known(id, clients -> clients.enable(id));
            out(spec).println("enabled: " + client.name());
            return 0;
        }
    }

    private static PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    private static <T> T known(String id, Function<Clients, Optional<T>> work) throws IOException {
        return ClientsDatabase.with(work)
                .orElseThrow(
                        () -> new CommandFailed("there is no client " + id + "; 'clients list' tells which there are"));
    }

    private static void print(Issued issued, PrintWriter out) {
        var client = issued.client();
        var secret = issued.secret().text();
        out.printf("Client   %s%n", client.name());
        out.printf("Id       %s%n", client.id());
        out.printf("Secret   %s%n", secret);
        out.printf("Tenant   %s%n", client.tenant());
        out.printf("Scopes   %s%n%n", String.join(" ", client.scopes()));
        out.println("The secret is not stored and will not be shown again.");
        out.println();
        out.println("A token, by OAuth 2.0:");
        out.printf(
                "curl -sS -u '%s:%s' -d grant_type=client_credentials %s/oauth2/token%n%n",
                client.id(), secret, LocalIssuer.uri());
        out.println("A token, as clients of Azakaw ask for it:");
        out.printf(
                "curl -sS -H 'Content-Type: application/json' -d '%s' %s/api/AppSessionManager/GetAppToken%n",
                credentials(client, secret).replace("'", "'\\''"), LocalIssuer.uri());
        out.flush();
    }

    private static String credentials(Client client, String secret) {
        var members = new LinkedHashMap<String, String>();
        members.put("appId", client.id());
        members.put("appSecret", secret);
        members.put("tenantId", client.tenant());
        return JsonMapper.shared().writeValueAsString(members);
    }
}
