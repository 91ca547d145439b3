package io.facematch.api.tomcat;

import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.ErrorAnswers;
import io.facematch.api.problem.RequestPath;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests that Tomcat refuses before a servlet gets them, such as a malformed address, with a problem. */
@Component
class ContainerProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerProblems.class);

    private final ErrorAnswers answers;
    private final JsonMapper json;

    ContainerProblems(ErrorAnswers answers, JsonMapper json) {
        this.answers = answers;
        this.json = json;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Report()));
    }

    /** After Boot's own customizer: of several report valves, the last one added is the first one asked. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    private final class Report extends ErrorReportValve {
        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            var status = HttpStatus.resolve(response.getStatus());
            if (status == null
                    || !status.isError()
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()) {
                return;
            }
            var answer = answers.answer(
                    RequestPath.readable(request.getRequestURI()),
                    ApiError.ofFramework(status, null),
                    HttpHeaders.EMPTY);
            try {
                answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
                response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                var writer = response.getReporter();
                if (writer != null) {
                    writer.write(json.writeValueAsString(answer.getBody()));
                    response.finishResponse();
                }
            } catch (IOException e) {
                LOG.debug("The client has gone before it was told what was wrong with its request", e);
            }
        }
    }
}
