package io.facematch.api.problem;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** RFC 9457, on every route that has no dialect of its own. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemDocuments implements ErrorDialect {
    @Override
    public boolean speaks(String path) {
        return true;
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_PROBLEM_JSON;
    }

    @Override
    public ProblemDetail body(ApiError error) {
        var body = new WithoutInstance();
        body.setStatus(error.status().value());
        body.setDetail(error.detail());
        body.setType(URI.create("urn:facematch:problem:" + error.code().code()));
        body.setTitle(error.code().title());
        body.setProperty("code", error.code().code());
        if (!error.errors().isEmpty()) {
            body.setProperty("errors", error.errors());
        }
        if (error.incident() != null) {
            body.setProperty("incident", error.incident());
        }
        return body;
    }

    /** Spring would add the address of the request, so that answers about unknown jobs would differ. */
    private static final class WithoutInstance extends ProblemDetail {
        @Override
        public void setInstance(@Nullable URI instance) {
            // Left out.
        }
    }
}
