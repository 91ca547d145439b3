package io.facematch.standalone.run.remote;

import java.io.IOException;

/** Says who asks. Is asked before each request, since a run may take longer than a token is valid. */
public interface Token {
    /** @throws IOException when one can't be had now, but perhaps later */
    String get() throws IOException, InterruptedException;
}
