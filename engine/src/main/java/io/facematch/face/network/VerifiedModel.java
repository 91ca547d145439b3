package io.facematch.face.network;

import io.facematch.card.CardJson;
import io.facematch.card.ModelCard;
import io.facematch.card.folder.KnownModel;

/**
 * The bytes of a model file that have the hash of its card. These bytes are loaded, so a file that changes on disk
 * after the check has no effect.
 */
public final class VerifiedModel {
    private final KnownModel model;
    private final byte[] bytes;

    private VerifiedModel(KnownModel model, byte[] bytes) {
        this.model = model;
        this.bytes = bytes;
    }

    /**
     * Checks the bytes and takes them over.
     *
     * @param location where they were read, for the message
     * @throws UnusableModelException if the card belongs to other bytes
     */
    static VerifiedModel verify(KnownModel model, byte[] bytes, String location) {
        var card = model.card();
        var hash = CardJson.sha256(bytes);
        if (!hash.equals(card.sha256())) {
            throw new UnusableModelException("model " + card.id() + ": " + location + " has SHA-256 " + hash
                    + " but its card says " + card.sha256() + "; replace or remove the file");
        }
        return new VerifiedModel(model, bytes);
    }

    public KnownModel model() {
        return model;
    }

    public ModelCard card() {
        return model.card();
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "VerifiedModel[" + model.id() + ", " + bytes.length + " bytes]";
    }
}
