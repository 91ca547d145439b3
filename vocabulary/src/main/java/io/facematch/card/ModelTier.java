package io.facematch.card;

/** How far a model's results may be trusted. */
public enum ModelTier {
    /** Lets the product be tried; not accurate enough to decide about people. */
    DEMONSTRATION,
    PRODUCTION
}
