package io.facematch.standalone.access;

import io.facematch.api.issuer.Client;
import io.facematch.api.issuer.Clients;
import io.facematch.api.issuer.Clients.Issued;
import io.facematch.api.security.Scopes;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            description = "Makes a client and prints its id and its secret, which is shown only now.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "A name of the program, for people.")
        private String name;

        @Mixin
        private GrantOptions grant;

        @Override
        public Integer call() throws IOException {
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                throw new CommandFailed("the name must not be blank and must be one line");
            }
            var scopes = grant.scopes(Scopes.OF_CLIENT);
            var tenant = grant.tenant();
            out(spec).println(credentials(ClientsDatabase.with(clients -> clients.add(name, tenant, scopes))));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the clients, without their secrets.", mixinStandardHelpOptions = true)
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

    /** A command that changes one client. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class OneClient<T> implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "The client's id, as 'clients list' shows it.")
        private String id;

        /** Empty if there is no such client. */
        abstract Optional<T> change(Clients clients, String client);

        abstract String inWords(T changed) throws IOException;

        @Override
        public Integer call() throws IOException {
            var changed = ClientsDatabase.with(clients -> change(clients, id));
            if (changed.isEmpty()) {
                throw new CommandFailed("there is no client " + id + "; 'clients list' shows those there are");
            }
            out(spec).println(inWords(changed.get()));
            return 0;
        }
    }

    @Command(name = "rotate", description = "Gives a client a new secret; the old one becomes invalid.")
    static final class Rotate extends OneClient<Issued> {
        @Override
        Optional<Issued> change(Clients clients, String client) {
            return clients.rotate(client);
        }

        @Override
        String inWords(Issued issued) throws IOException {
            return credentials(issued);
        }
    }

    @Command(
            name = "disable",
            description = {"Stops giving tokens to a client.", "Tokens that it has end within a minute."})
    static final class Disable extends OneClient<Client> {
        @Override
        Optional<Client> change(Clients clients, String client) {
            return clients.disable(client);
        }

        @Override
        String inWords(Client client) {
            return "disabled: " + client.name() + ". Tokens that it has end within a minute.";
        }
    }

    @Command(name = "enable", description = "Gives tokens to a client again.")
    static final class Enable extends OneClient<Client> {
        @Override
        Optional<Client> change(Clients clients, String client) {
            return clients.enable(client);
        }

        @Override
        String inWords(Client client) {
            return "enabled: " + client.name();
        }
    }

    private static PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    private static String credentials(Issued issued) throws IOException {
        var client = issued.client();
        var secret = issued.secret().text();
        var issuer = ClientsDatabase.issuerUri();
        return """
                Client   %s
                Id       %s
                Secret   %s
                Tenant   %s
                Scopes   %s

                The secret is not stored and will not be shown again.

                A token, by OAuth 2.0:
                curl -sS -u '%s:%s' -d grant_type=client_credentials %s/oauth2/token

                A token, as clients of Azakaw ask for it:
                curl -sS -H 'Content-Type: application/json' -d '%s' %s/api/AppSessionManager/GetAppToken""".formatted(
                        client.name(),
                        client.id(),
                        secret,
                        client.tenant(),
                        String.join(" ", client.scopes()),
                        client.id(),
                        secret,
                        issuer,
                        json(client, secret).replace("'", "'\\''"),
                        issuer);
    }

    private static String json(Client client, String secret) {
        var members = new LinkedHashMap<String, String>();
        members.put("appId", client.id());
        members.put("appSecret", secret);
        members.put("tenantId", client.tenant());
        return JsonMapper.shared().writeValueAsString(members);
    }
}
