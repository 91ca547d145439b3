package io.facematch.card;

/** What a network is for. */
public enum ModelTask {
    DETECTOR,
    EMBEDDER,
    QUALITY
}
