package io.facematch.api.catalogue;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
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
    private final KnownModels known;
    private final ModelUses uses;
    private final InstantSource clock;

    ModelController(KnownModels known, ModelUses uses, InstantSource clock) {
        this.known = known;
        this.uses = uses;
        this.clock = clock;
    }

    /**
     * In an object, so that there is room for more.
     *
     * @param withoutCard models that workers compared with, but that this process has no card of
     */
    record ModelList(List<ModelView> items, List<UnknownModelView> withoutCard) {}

    @GetMapping
    ModelList list() {
        return new ModelList(views(known.models().stream()), UnknownModelView.of(uses.all(), known, clock.instant()));
    }

    @GetMapping("/{id}")
    ModelView get(@PathVariable String id) {
        return views(known.find(id).stream()).stream()
                .findFirst()
                .orElseThrow(() -> new Problem(
                        ProblemCode.UNKNOWN_MODEL, "No model has this id. GET /v1/models lists those there are."));
    }

    private List<ModelView> views(Stream<KnownModel> chosen) {
        var allUses = uses.all();
        var now = clock.instant();
        return chosen.map(model -> ModelView.of(model, allUses, now)).toList();
    }
}
