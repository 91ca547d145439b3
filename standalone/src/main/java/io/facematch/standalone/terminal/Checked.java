package io.facematch.standalone.terminal;

import java.io.IOException;

/** A command that can tell in a moment whether what it was given makes sense, before anything expensive is begun. */
public interface Checked {

    /** @throws CommandFailed if it does not */
    void check() throws IOException;
}
