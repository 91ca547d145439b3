package io.facematch.model;

/** What a network is for. */
public enum ModelTask {
    DETECTOR,
    EMBEDDER,
    QUALITY
}
