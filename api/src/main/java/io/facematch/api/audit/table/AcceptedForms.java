package io.facematch.api.audit.table;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * The forms in which an answer can be had, each with its media type.
 *
 * @param forms the first is the usual one
 * @param type without parameters
 */
public record AcceptedForms<F>(List<F> forms, Function<F, String> type) {
    public AcceptedForms {
        forms = List.copyOf(forms);
    }

    /**
     * The first that the header allows.
     *
     * @param accept of the request; null when there is none
     * @throws Problem 406 when it allows none
     */
    public F choose(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return forms.getFirst();
        }
        return sorted(accept).stream()
                .map(this::allowedBy)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(this::none);
    }

    private List<MediaType> sorted(String accept) {
        try {
            var types = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(types);
            return types;
        } catch (InvalidMediaTypeException e) {
            throw none();
        }
    }

    private Optional<F> allowedBy(MediaType accepted) {
        return accepted.getQualityValue() == 0
                ? Optional.empty()
                : forms.stream()
                        .filter(form -> accepted.includes(MediaType.parseMediaType(type.apply(form))))
                        .findFirst();
    }

    private Problem none() {
        return new Problem(
                ProblemCode.NOT_ACCEPTABLE,
                "Acceptable representations: " + forms.stream().map(type).toList() + ". Or name a format.");
    }
}
