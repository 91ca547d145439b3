package io.facematch.standalone.serve;

import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.models.DemonstrationNote;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Serves the API, with a worker and a database in the same process, until Ctrl-C.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the field
public final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        // Ends with the process: its own hook stops it in order.
        var server = StandaloneServer.start(Home.ofEnvironment(), Map.of());
        var out = spec.commandLine().getOut();
        var models = server.models();
        if (models.demonstration()) {
            out.println(DemonstrationNote.about(models.embedder()));
            out.println();
        }
        out.println("Facematch serves at " + server.address() + " until Ctrl-C. Decisions are made by "
                + models.embedder() + ".");
        out.println();
        // After the #, so that it is sent nowhere and in no log of a proxy; the page takes it out of the address bar.
        var token = server.token();
        out.println("The playground, signed in for 24 hours:");
        out.println();
        out.println(server.address() + "/#token=" + token);
        out.println();
        out.println("A token for 24 hours ('./facematch token' prints another):");
        out.println();
        out.println("export TOKEN=" + token);
        out.println();
        out.println("Compare two photos:");
        out.println();
        out.println(
                "curl -sS -H \"Authorization: Bearer $TOKEN\" -H 'Prefer: wait=10' -F image1=@selfie.jpg -F image2=@document.jpg "
                        + server.address() + "/v1/jobs");
        out.flush();
        Foreground.awaitTermination();
        return 0;
    }
}
