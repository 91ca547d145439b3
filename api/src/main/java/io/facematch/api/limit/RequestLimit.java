package io.facematch.api.limit;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.OwnerResolver;
import io.facematch.api.security.RouteAccess;
import io.github.bucket4j.BucketExceptions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Counts every request with a token before its body is read. One too many gets a 429 that says when to try again. */
@Component
class RequestLimit implements HandlerInterceptor, WebMvcConfigurer {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLimit.class);

    private final LimitSettings settings;
    private final TokenBuckets buckets;
    private final List<RouteAccess> routes;

    RequestLimit(LimitSettings settings, TokenBuckets buckets, List<RouteAccess> routes) {
        this.settings = settings;
        this.buckets = buckets;
        this.routes = routes.stream().filter(RouteAccess::perClient).toList();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            OwnerResolver.current().ifPresent(owner -> count(request, response, owner));
        }
        return true;
    }

    private void count(HttpServletRequest request, HttpServletResponse response, Owner owner) {
        var tenant = owner.tenant();
        if (routes.stream().anyMatch(route -> route.covers(request))) {
            take(response, bucketOf(tenant, owner.client()), settings.comparesPerSecond(tenant), "client");
        }
        take(response, "requests:" + tenant, settings.requestsPerSecond(tenant), "tenant");
    }

    /** With the length of the one name, since both may have colons in them. */
    static String bucketOf(String tenant, String client) {
        return "compare:" + tenant.length() + ":" + tenant + ":" + client;
    }

    private void take(HttpServletResponse response, String bucket, int perSecond, String whose) {
        var verdict = verdict(bucket, perSecond);
        response.addHeader("RateLimit-Policy", "\"" + whose + "\";q=" + perSecond + ";w=1");
        response.addHeader("RateLimit", "\"" + whose + "\";r=" + verdict.remaining() + ";t=1");
        if (!verdict.allowed()) {
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "Rate limit exceeded: " + perSecond + " requests per second for your " + whose + ".",
                    verdict.refill());
        }
    }

    private TokenBuckets.Verdict verdict(String bucket, int perSecond) {
        try {
            return buckets.take(bucket, perSecond);
        } catch (BucketExceptions.BucketExecutionException e) {
            LOG.warn("Requests can't be counted now ({})", e.getClass().getSimpleName());
            throw Problem.databaseAway();
        }
    }
}
