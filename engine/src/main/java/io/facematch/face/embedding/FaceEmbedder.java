package io.facematch.face.embedding;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.facematch.card.EmbedderContract;
import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.network.OnnxModel;

/** Runs the embedder network. Belongs to one thread. */
public final class FaceEmbedder implements AutoCloseable {
    private final Predictor<AlignedFace, Embedding> predictor;

    public FaceEmbedder(OnnxModel model, EmbedderContract contract) {
        this.predictor = model.newPredictor(new EmbedderTranslator(contract));
    }

    /** The caller wipes the embedding once it is compared. */
    public Embedding embed(AlignedFace face) {
        try {
            return predictor.predict(face);
        } catch (TranslateException defect) {
            throw new IllegalStateException("the embedder failed", defect);
        }
    }

    @Override
    public void close() {
        predictor.close();
    }
}
