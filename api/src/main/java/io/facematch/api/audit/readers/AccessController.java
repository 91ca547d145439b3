package io.facematch.api.audit.readers;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.paging.Cursor;
import io.facematch.api.paging.Page;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/audit/access}: who looked at what. This, too, is a look. */
@RestController
class AccessController {
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final int USUAL_ITEMS = 50;
    private static final int MOST_ITEMS = 200;
    private static final List<String> NAMES = AccessFilter.names(LIMIT, CURSOR);

    private final FilterReader filters;
    private final Accesses accesses;
    private final AccessLog log;

    AccessController(FilterReader filters, Accesses accesses, AccessLog log) {
        this.filters = filters;
        this.accesses = accesses;
        this.log = log;
    }

    @TakesParameters(checked = true)
    @GetMapping(path = "/v1/audit/access", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<AccessItem> list(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.ADMIN);
        var given = Parameters.ofAddress(request, NAMES);
        var filter = AccessFilter.of(owner, given, filters);
        var limit = given.whole(LIMIT, 1, MOST_ITEMS, USUAL_ITEMS);
        var cursor = given.text(CURSOR);
        var found = accesses.page(
                filter, cursor == null ? null : Cursor.uuid(cursor), limit + 1, owner.has(Scopes.AUDIT_SENSITIVE));
        var page = Page.of(found, limit, last -> Cursor.of(last.id()), Function.identity());
        log.record(Access.of(owner, What.ACCESS, filter.words()), page.items().size());
        return page;
    }
}
