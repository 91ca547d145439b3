package io.facematch.worker.face.model;

/** What a network is for. */
public enum ModelTask {
    DETECTOR,
    EMBEDDER,
    QUALITY
}
