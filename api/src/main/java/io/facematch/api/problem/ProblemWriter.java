package io.facematch.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes an error from a filter, where no controller answers. */
@Component
public class ProblemWriter {
    private final ErrorAnswers answers;
    private final JsonMapper json;

    ProblemWriter(ErrorAnswers answers, JsonMapper json) {
        this.answers = answers;
        this.json = json;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ProblemCode code, String detail)
            throws IOException {
        write(request, response, ApiError.of(code, detail));
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ApiError error) throws IOException {
        var answer = answers.answer(request, error);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        json.writeValue(response.getOutputStream(), answer.getBody());
    }
}
