package io.facematch.standalone.run.input;

/** Two photos that are compared, under the name that the results give them. */
public record InputPair(String id, InputPhoto probe, InputPhoto reference) {
    long bytes() {
        return probe.bytes() + reference.bytes();
    }

    InputPair atMost(long bytesOfPhoto) {
        return new InputPair(id, probe.atMost(bytesOfPhoto), reference.atMost(bytesOfPhoto));
    }

    @Override
    public String toString() {
        return "InputPair[" + bytes() + " bytes]";
    }
}
