package io.facematch.worker.face.model;

import io.facematch.model.Calibration;

/** The verified models that work together, and what the cosine of this embedder means. */
public record ModelSelection(VerifiedModel detector, VerifiedModel embedder, Calibration calibration) {}
