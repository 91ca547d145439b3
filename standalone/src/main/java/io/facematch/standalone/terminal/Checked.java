package io.facematch.standalone.terminal;

import java.io.IOException;

/** A command that can check its arguments and settings at once, before it starts anything. */
public interface Checked {

    /** @throws CommandFailed if one of them is wrong */
    void check() throws IOException;

    /** Begins, after the check, what takes longest to start and goes on without this process. */
    default void prepare() throws IOException {}
}
