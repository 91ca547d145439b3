package io.facematch.face.network;

import io.facematch.card.ModelCard;

/**
 * The bytes of a model file that have the hash of its card. They are what is loaded: a file changed on disk after the
 * check has no effect.
 */
public final class VerifiedModel {
    private final ModelCard card;
    private final byte[] bytes;

    VerifiedModel(ModelCard card, byte[] bytes) {
        this.card = card;
        this.bytes = bytes;
    }

    public ModelCard card() {
        return card;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "VerifiedModel[" + card.id() + ", " + bytes.length + " bytes]";
    }
}
