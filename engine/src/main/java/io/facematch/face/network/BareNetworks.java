package io.facematch.face.network;

/**
 * The networks of an engine without decoding, alignment and the rest: the upper limit of the engine's speed. Belongs to
 * one thread; close it before its engine.
 */
public final class BareNetworks implements AutoCloseable {
    /** Sides of a detector's canvas are multiples of this. */
    private static final int MULTIPLE = 32;

    private final NetworkRun detector;
    private final NetworkRun embedder;

    public BareNetworks(ModelSelection selection, OnnxModel detector, OnnxModel embedder) {
        var detection = selection.detector().card().detectorContract();
        var longer = detection.passes().getFirst().size();
        var shorter = detection.fixedSize() ? longer : Math.ceilDiv(longer * 3 / 4, MULTIPLE) * MULTIPLE;
        var embedding = selection.embedder().card().embedderContract();
        this.detector = detector.newRun(detection.pixels(), shorter, longer);
        this.embedder = embedder.newRun(embedding.pixels(), embedding.size(), embedding.size());
    }

    /** Runs each network once, like for a portrait of 3 to 4 with one face that the first pass finds. */
    public void run() {
        detector.run();
        embedder.run();
    }

    @Override
    public void close() {
        detector.close();
        embedder.close();
    }
}
