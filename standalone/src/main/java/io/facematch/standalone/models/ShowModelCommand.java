package io.facematch.standalone.models;

import io.facematch.face.network.ModelListing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Prints the card of a model: licence, hash, data, and the error rates of each similarity.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ShowModelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Of the model, as 'models' lists it.")
    private String id;

    @Option(names = "--json", description = "For programs: the card, with the members of GET /v1/models/ID.")
    private boolean json;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var listing = LocalModels.prepared(spec.commandLine().getErr()).listing(id);
        if (json) {
            out.println(LocalModelView.json(LocalModelView.of(listing)));
        } else {
            new CardSheet(out).print(listing);
        }
        return listing.state() == ModelListing.State.WRONG_HASH ? 1 : 0;
    }
}
