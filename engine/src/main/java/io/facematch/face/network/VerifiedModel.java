package io.facematch.face.network;

import io.facematch.card.ModelCard;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a model file that have the hash of its card. These bytes are loaded, so a file that changes on disk
 * after the check has no effect.
 */
public final class VerifiedModel {
    private final ModelCard card;
    private final byte[] bytes;

    private VerifiedModel(ModelCard card, byte[] bytes) {
        this.card = card;
        this.bytes = bytes;
    }

    /**
     * Checks the bytes and takes them over.
     *
     * @param location where they were read, for the message
     * @throws UnusableModelException if the card belongs to other bytes
     */
    static VerifiedModel verify(ModelCard card, byte[] bytes, String location) {
        if (!isOf(card, bytes)) {
            throw new UnusableModelException("model " + card.id() + ": " + location + " has SHA-256 " + hash(bytes)
                    + " but its card says " + card.sha256() + "; replace or remove the file");
        }
        return new VerifiedModel(card, bytes);
    }

    static boolean isOf(ModelCard card, byte[] bytes) {
        return hash(bytes).equals(card.sha256());
    }

    public ModelCard card() {
        return card;
    }

    byte[] bytes() {
        return bytes;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "VerifiedModel[" + card.id() + ", " + bytes.length + " bytes]";
    }
}
