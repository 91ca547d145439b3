package io.facematch.standalone.fetch;

import io.facematch.card.ModelCard;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that somebody put into a folder of models by hand, as they lie at their sources and by their names there. */
public final class DroppedFiles {
    private final List<Path> folders;
    private final PrintWriter out;

    /**
     * @param folders where models are looked for
     * @param out for what is done, and for what is wrong
     */
    public DroppedFiles(List<Path> folders, PrintWriter out) {
        this.folders = folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .distinct()
                .toList();
        this.out = out;
    }

    /** Makes the models' files of them, beside them, unless these are there already. Wrong ones are left alone. */
    public void convert(List<ModelCard> cards) {
        for (var card : cards) {
            for (var source : card.sources()) {
                folders.stream()
                        .filter(folder -> Files.isRegularFile(folder.resolve(source.file())))
                        .filter(folder -> !isThere(card))
                        .forEach(
                                folder -> convert(card, Offer.inFolder(source, folder.resolve(source.file())), folder));
            }
        }
        out.flush();
    }

    private boolean isThere(ModelCard card) {
        return folders.stream().anyMatch(folder -> Files.exists(folder.resolve(card.file())));
    }

    private void convert(ModelCard card, Offer offer, Path folder) {
        var quiet = new PrintWriter(Writer.nullWriter());
        try (var delivery = new Delivery(FetchSettings.of(Map.of()), Patience.OF_A_START, quiet)) {
            delivery.deliverFile(offer, card, folder.resolve(card.file()));
            out.println("facematch: made " + card.file() + " of " + offer.place());
        } catch (Delivery.Failed wrong) {
            out.println("facematch: the file for " + card.id() + " is left alone: " + wrong.getMessage());
        } catch (FetchFailed unwritable) {
            out.println("facematch: " + unwritable.reason());
        }
    }
}
