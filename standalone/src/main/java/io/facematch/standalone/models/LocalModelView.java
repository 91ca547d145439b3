package io.facematch.standalone.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facematch.api.catalogue.CardView;
import io.facematch.face.network.ModelListing;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model in JSON: its card as the API shows it, and the state of its file here.
 *
 * @param state {@code verified}, {@code wrong_hash} or {@code missing}
 * @param location the file or {@code built in}; null when missing
 * @param used whether a worker on this machine would use it
 */
record LocalModelView(
        @JsonUnwrapped CardView card,
        String state,
        @Nullable String location,
        boolean used) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    static LocalModelView of(ModelListing listing) {
        return new LocalModelView(
                CardView.of(listing.model()),
                listing.state().name().toLowerCase(Locale.ROOT),
                listing.location(),
                listing.used());
    }

    static String json(Object views) {
        return JSON.writeValueAsString(views);
    }
}
