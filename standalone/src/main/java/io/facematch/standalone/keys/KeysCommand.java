package io.facematch.standalone.keys;

import io.facematch.api.audit.log.LogSettings.UnusableLogKey;
import io.facematch.api.issuer.SigningKey.UnusableSigningKey;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        description = {
            "Shows the master keys and the keys that sign tokens and the audit log, and makes new ones.",
            "Works on the files and the database that the environment names, else on the state folder, whether 'up' runs there"
                    + " or not."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeysCommand.All.class, KeysCommand.Rotate.class, KeysCommand.Prune.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** A command that writes to the terminal, and tells in one line which key can't be used. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class Action implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        abstract void act(PrintWriter out) throws IOException;

        @Override
        public Integer call() throws IOException {
            try {
                act(spec.commandLine().getOut());
            } catch (UnusableSigningKey | UnusableLogKey e) {
                throw new CommandFailed(String.valueOf(e.getMessage()));
            }
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the keys by their ids, and what needs them.")
    static final class All extends Action {
        private static final String ROW = "%-8s  %-43s  %s%n";

        @Override
        void act(PrintWriter out) throws IOException {
            out.printf(ROW, "KIND", "ID", "STATE");
            for (var key : MasterKeyFile.ofEnvironment().list()) {
                out.printf(ROW, "master", key.id(), state(key));
            }
            var now = Instant.now();
            var signing = SigningKeyFile.ofEnvironment().list();
            var signs = false;
            for (var key : signing) {
                var isNext = key.from().isAfter(now);
                out.printf(
                        ROW,
                        "signing",
                        key.key().publicKey().getKeyID(),
                        isNext ? "signs from " + key.from() : signs ? "only checks tokens" : "signs");
                signs |= !isNext;
            }
            for (var key : AuditKeyFile.ofEnvironment().list()) {
                out.printf(ROW, "audit", key.id(), "signs the audit log");
            }
            out.flush();
        }

        /** In words, such as {@code 1 epoch and 2 keys of tenants}. */
        private static String opened(MasterKeyFile.Listed key) {
            var opened = new ArrayList<String>();
            opened.add(key.epochs() == 1 ? "1 epoch" : key.epochs() + " epochs");
            if (key.tenants() > 0) {
                opened.add(key.tenants() == 1 ? "1 key of a tenant" : key.tenants() + " keys of tenants");
            }
            if (key.digests()) {
                opened.add("the digest key");
            }
            return String.join(" and ", opened);
        }

        private static String state(MasterKeyFile.Listed key) {
            if (key.current()) {
                return "wraps new keys; " + opened(key);
            }
            return key.isNeeded() ? "opens " + opened(key) : "opens nothing any more";
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Makes a new key. The keys before it stay, for what they opened or signed.",
                "A new master key wraps what is sealed from the next epoch on; a new signing key signs after ten minutes; a new"
                        + " audit key signs at once, and the one before it signs along."
            })
    static final class Rotate extends Action {
        @ArgGroup
        private Which which = new Which();

        static final class Which {
            @Option(names = "--signing", description = "The key that signs tokens, in place of the master key.")
            private boolean signing;

            @Option(names = "--audit", description = "The key that signs the audit log, in place of the master key.")
            private boolean audit;
        }

        @Override
        void act(PrintWriter out) throws IOException {
            if (which.audit) {
                var file = AuditKeyFile.ofEnvironment();
                out.println("The new key " + file.rotate() + " signs the audit log, and those before it along with it ("
                        + file.path() + ").");
                out.println("Give auditors its public keys (GET /v1/audit/keys), then: keys prune --audit");
            } else if (which.signing) {
                var file = SigningKeyFile.ofEnvironment();
                out.println("A new key signs tokens from " + file.rotate(Instant.now()) + " (" + file.path() + ").");
            } else {
                var file = MasterKeyFile.ofEnvironment();
                out.println("The new master key is " + file.rotate() + " (" + file.path() + ").");
                out.println("Back the file up. Processes that run take the key with their next epoch.");
            }
            out.flush();
        }
    }

    @Command(
            name = "prune",
            description = "Forgets master keys that open nothing any more, and signing keys whose tokens have expired.")
    static final class Prune extends Action {
        @Option(
                names = "--audit",
                description = "Instead, all keys of the audit log but the newest: only that one signs from then on.")
        private boolean audit;

        @Override
        void act(PrintWriter out) throws IOException {
            if (audit) {
                out.println("Forgot " + AuditKeyFile.ofEnvironment().prune() + " keys of the audit log.");
                out.flush();
                return;
            }
            var master = MasterKeyFile.ofEnvironment().prune();
            var signing = SigningKeyFile.ofEnvironment().prune(Instant.now());
            out.println("Forgot " + master.size() + " master keys and " + signing + " signing keys.");
            out.flush();
        }
    }
}
