package io.facematch.standalone.serve;

import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.models.DemonstrationNote;
import io.facematch.standalone.models.FirstRun;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.Steps;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = {
            "Serves the API, with a worker, a database and a broker, until Ctrl-C.",
            "FACEMATCH_PORT is the port (default: 8080), FACEMATCH_RABBITMQ_URI a broker to use instead of a private one.",
            "Fetches the recommended models, once, when there is none that is fit to decide about people."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class UpCommand implements Callable<Integer>, Checked {
    @Spec
    private CommandSpec spec;

    @Option(names = "--offline", description = "Fetch no models, as FACEMATCH_OFFLINE=true does.")
    private boolean offline;

    @Override
    public void check() throws IOException {
        Home.ofEnvironment().lock().close();
        StandaloneServer.requireFreePort();
        FirstRun.check();
    }

    @Override
    public void prepare() throws IOException {
        StandaloneServer.prepare(Home.ofEnvironment());
    }

    @Override
    public Integer call() throws IOException {
        check();
        var home = Home.ofEnvironment();
        var err = spec.commandLine().getErr();
        var models = FirstRun.ofEnvironment(home.folder(), offline, err);
        // Not closed here: a shutdown hook of its own stops it.
        var server = StandaloneServer.start(home, Map.of(), new Steps(err), models::fetchOnce);
        server.announce();
        greet(server, spec.commandLine().getOut());
        Foreground.awaitTermination();
        return 0;
    }

    private static void greet(StandaloneServer server, PrintWriter out) throws IOException {
        var models = server.models();
        models.demonstrationModels().stream().findFirst().ifPresent(model -> {
            out.println(DemonstrationNote.about(model));
            out.println();
        });
        out.println("Facematch serves at " + server.address() + " until Ctrl-C. The model that decides is "
                + models.embedder() + ".");
        out.println();
        server.link().ifPresent(link -> {
            out.println("The page, signed in: open this link in a browser on this machine, once, within an hour.");
            out.println();
            // After the #, so that it is in no log of a proxy; the page takes it out of the address bar.
            out.println(link);
            out.println();
        });
        out.println("A token for 24 hours, also for the page behind a proxy or on another machine ('./facematch token'"
                + " prints another):");
        out.println();
        out.println("export FACEMATCH_TOKEN=" + server.token());
        out.println();
        out.println("Compare two photos:");
        out.println();
        out.println("curl -sS -H \"Authorization: Bearer $FACEMATCH_TOKEN\" -H 'Prefer: wait=10' -F image1=@"
                + sample("person01_selfie.jpg") + " -F image2=@" + sample("person01_id.jpg") + " " + server.address()
                + "/v1/jobs");
        out.flush();
    }

    /** The path of a sample photo, in the folder of the launcher. */
    private static String sample(String name) {
        return System.getProperty("launcher.folder", ".") + "/samples/portraits/" + name;
    }
}
