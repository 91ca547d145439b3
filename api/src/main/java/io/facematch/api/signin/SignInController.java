package io.facematch.api.signin;

import io.facematch.api.issuer.TokenIssuer;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.securitylog.LoggedRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /sign-in}: a code for a token. Other pages can't send JSON here, since no header allows them to. */
@RestController
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class SignInController {
    private final SignInCodes codes;
    private final TokenIssuer tokens;
    private final InstantSource clock;
    private final JsonMapper json;

    SignInController(SignInCodes codes, TokenIssuer tokens, InstantSource clock, JsonMapper json) {
        this.codes = codes;
        this.tokens = tokens;
        this.clock = clock;
        this.json = json;
    }

    record Sent(@Nullable String code) {
        @Override
        public String toString() {
            return "Sent[hidden]";
        }
    }

    record SignedIn(String token) {
        @Override
        public String toString() {
            return "SignedIn[hidden]";
        }
    }

    /** The answer does not say whether a code was used, is too old, or never was. */
    @PostMapping(
            path = SignInRoute.PATH,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<SignedIn> signIn(InputStream body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LoggedRequest.comesByLink(request);
        if (!SameMachine.sends(request)) {
            throw new Problem(
                    ProblemCode.SIGN_IN_ELSEWHERE,
                    "A link signs in only on the machine of the server, and not through a proxy. Sign in with a token:"
                            + " './facematch token' prints one on that machine.");
        }
        var owner = codes.take(code(body)).orElseThrow(() -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            return new Problem(
                    ProblemCode.SIGN_IN_REFUSED,
                    "The link was used, or it is too old. Sign in with a token: './facematch token' prints one; each"
                            + " start of './facematch up' prints a new link.");
        });
        LoggedRequest.isSentBy(request, owner.tenant(), owner.client());
        var token = tokens.issue(owner.client(), owner.tenant(), owner.scopes(), clock.instant());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new SignedIn(token));
    }

    private String code(InputStream body) throws IOException {
        try {
            var sent = json.readValue(body, Sent.class);
            if (sent != null && sent.code() != null) {
                return sent.code();
            }
        } catch (JacksonException e) {
            // Its message would quote the code.
        }
        throw new Problem(ProblemCode.MALFORMED_REQUEST, "The body is no JSON object with a code.");
    }
}
