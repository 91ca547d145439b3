package io.facematch.api.azakaw;

import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.ErrorDialect;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Errors in the envelope, with {@code result} null. */
@Component
@Order(1)
class AzakawErrors implements ErrorDialect {
    @Override
    public boolean speaks(String path) {
        return AzakawRoutes.SERVICES.stream().anyMatch(service -> ErrorDialect.isAt(service, path));
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public Object body(ApiError error) {
        var messages = error.errors().isEmpty() ? List.of(error.detail()) : error.errors();
        return Envelope.error(error.status().value(), messages);
    }
}
