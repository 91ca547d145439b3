package io.facematch.api.audit.query;

import io.facematch.api.audit.filter.FilterBodies;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.paging.Page;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The outcomes of a tenant, for its auditors. */
@RestController
@RequestMapping(path = "/v1/outcomes", produces = MediaType.APPLICATION_JSON_VALUE)
class OutcomeController {
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final int USUAL_ITEMS = 50;
    private static final int MOST_ITEMS = 200;

    private static final List<String> IN_ADDRESS = FilterReader.namesInAddress(LIMIT, CURSOR);
    private static final List<String> IN_BODY = FilterReader.namesInBody(LIMIT, CURSOR);

    private final FilterReader filters;
    private final FilterBodies bodies;
    private final OutcomeSearch search;

    OutcomeController(FilterReader filters, FilterBodies bodies, OutcomeSearch search) {
        this.filters = filters;
        this.bodies = bodies;
        this.search = search;
    }

    @TakesParameters(checked = true)
    @GetMapping
    Page<OutcomeItem> list(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        return page(owner, Parameters.ofAddress(request, IN_ADDRESS));
    }

    /** The same with the filter in the body, which no program on the way logs: only here a subject can be named, or a photo sent. */
    @TakesParameters(checked = true)
    @PostMapping("/search")
    Page<OutcomeItem> search(Owner owner, HttpServletRequest request, InputStream body) throws IOException {
        owner.require(Scopes.AUDIT);
        return page(owner, bodies.read(owner, request, body, IN_BODY));
    }

    private Page<OutcomeItem> page(Owner owner, Parameters given) {
        return search.page(
                owner, filters.read(owner, given), given.text(CURSOR), given.whole(LIMIT, 1, MOST_ITEMS, USUAL_ITEMS));
    }

    @TakesParameters(checked = true)
    @GetMapping("/{id}")
    OutcomeDetail get(Owner owner, @PathVariable String id, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        var tenant = FilterReader.tenant(owner, Parameters.ofAddress(request, List.of(FilterReader.TENANT)));
        return search.get(owner, tenant, id);
    }
}
