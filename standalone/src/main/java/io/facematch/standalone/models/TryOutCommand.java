package io.facematch.standalone.models;

import io.facematch.standalone.addition.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code models add} starts in a process of its own. */
@Command(name = Trial.COMMAND, hidden = true, description = "Tries a network out, for 'models add'.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class TryOutCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        var models = LocalModels.ofEnvironment();
        Trial.run(System.in, spec.commandLine().getOut(), models.choice(), models.searchPath());
    }
}
