package io.facematch.card;

/** The order of the colour planes that a network expects. */
public enum ChannelOrder {
    BGR,
    RGB
}
