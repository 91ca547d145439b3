package io.facematch.face.embedding;

import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.facematch.card.EmbedderContract;
import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.network.PixelTensor;

/** What an embedder needs before and after inference. One face at a time. */
final class EmbedderTranslator implements NoBatchifyTranslator<AlignedFace, Embedding> {
    private final EmbedderContract contract;
    private final PixelTensor tensor;

    EmbedderTranslator(EmbedderContract contract) {
        this.contract = contract;
        this.tensor = new PixelTensor(contract.pixels());
    }

    @Override
    public NDList processInput(TranslatorContext context, AlignedFace face) {
        if (face.size() != contract.size()) {
            throw new IllegalArgumentException(
                    "a crop of " + face.size() + " pixels for a network of " + contract.size());
        }
        return new NDList(tensor.of(face.pixels(), context.getNDManager()));
    }

    @Override
    public Embedding processOutput(TranslatorContext context, NDList list) {
        var values = list.singletonOrThrow().toFloatArray();
        if (values.length != contract.dimensions()) {
            throw new IllegalStateException("the embedder gave " + values.length + " dimensions");
        }
        return Embedding.normalised(values);
    }
}
