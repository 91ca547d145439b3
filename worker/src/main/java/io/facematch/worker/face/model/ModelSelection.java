package io.facematch.worker.face.model;

/** The verified models that work together, and what the cosine of this embedder means. */
public record ModelSelection(VerifiedModel detector, VerifiedModel embedder, Calibration calibration) {}
