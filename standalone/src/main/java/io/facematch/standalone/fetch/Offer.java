package io.facematch.standalone.fetch;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource;
import io.facematch.card.ModelSource.Converter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that should have the file of a model, as it is or in another container.
 *
 * @param at a file, or an address of HTTP
 * @param bytes how many are there
 * @param sha256 of what is there
 * @param converter what makes the model's file of it; null when it is the model's file
 * @param isMirror whether the operator named the place
 */
record Offer(URI at, long bytes, String sha256, @Nullable Converter converter, boolean isMirror) {

    /** In the order in which they are tried: first the mirror's, then the sources of the card. */
    static List<Offer> of(ModelCard card, @Nullable Mirror mirror) {
        var offers = new ArrayList<Offer>();
        if (mirror != null) {
            offers.add(new Offer(mirror.at(card.file()), card.bytes(), card.sha256(), null, true));
            card.sources().stream()
                    .filter(source -> !source.file().equals(card.file()))
                    .map(source -> of(source, mirror.at(source.file()), true))
                    .forEach(offers::add);
        }
        card.sources().stream().map(source -> of(source, source.url(), false)).forEach(offers::add);
        return List.copyOf(offers);
    }

    /** What somebody put into a folder as it lies at its source. */
    static Offer inFolder(ModelSource source, Path file) {
        return of(source, file.toUri(), true);
    }

    private static Offer of(ModelSource source, URI at, boolean isMirror) {
        return new Offer(at, source.bytes(), source.sha256(), source.converter(), isMirror);
    }

    boolean isFile() {
        return "file".equals(at.getScheme());
    }

    /** For people: the path of a file, or the whole address. */
    String place() {
        return isFile() ? Path.of(at).toString() : at.toString();
    }
}
