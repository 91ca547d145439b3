package io.facematch.api.catalogue;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import io.facematch.job.ModelUses;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which models may decide, what is known of them, and which did. The same for every tenant. */
@RestController
@RequestMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
class ModelController {
    private final List<ModelCard> cards = ModelCards.all();
    private final ModelUses uses;
    private final InstantSource clock;

    ModelController(ModelUses uses, InstantSource clock) {
        this.uses = uses;
        this.clock = clock;
    }

    /** In an object, so that there is room for more. */
    record ModelList(List<ModelView> items) {}

    @GetMapping
    ModelList list() {
        return new ModelList(views(cards.stream()));
    }

    @GetMapping("/{id}")
    ModelView get(@PathVariable String id) {
        return views(cards.stream().filter(card -> card.id().equals(id))).stream()
                .findFirst()
                .orElseThrow(() -> new Problem(
                        ProblemCode.UNKNOWN_MODEL, "No model has this id. GET /v1/models lists those there are."));
    }

    private List<ModelView> views(Stream<ModelCard> chosen) {
        var allUses = uses.all();
        var now = clock.instant();
        return chosen.map(card -> ModelView.of(card, allUses, now)).toList();
    }
}
