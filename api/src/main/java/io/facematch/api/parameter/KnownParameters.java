package io.facematch.api.parameter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a parameter that the route does not know, on every route: a spelling mistake must not decide by another rule, or
 * show more, than the client believes. A route that says nothing takes none.
 */
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Map<HandlerMethod, List<String>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // After the count of requests, since a refusal is an answer, too.
        registry.addInterceptor(this).order(1);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod route
                && request.getQueryString() != null
                && request.getDispatcherType() == DispatcherType.REQUEST
                && !isChecked(route)) {
            var names = known.computeIfAbsent(route, KnownParameters::names);
            QueryParameters.of(request).names().stream()
                    .filter(name -> !names.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw UnknownParameter.problem(name, names);
                    });
        }
        return true;
    }

    private static boolean isChecked(HandlerMethod route) {
        var taken = route.getMethodAnnotation(TakesParameters.class);
        return (taken != null && taken.checked())
                || AnnotatedElementUtils.hasAnnotation(route.getBeanType(), IgnoresParameters.class);
    }

    private static List<String> names(HandlerMethod route) {
        var taken = route.getMethodAnnotation(TakesParameters.class);
        return Stream.concat(
                        Arrays.stream(route.getMethodParameters()).map(KnownParameters::name),
                        taken == null ? Stream.of() : Arrays.stream(taken.value()))
                .filter(name -> name != null)
                .map(String::valueOf)
                .toList();
    }

    /** Null for what is no parameter of the address. */
    private static @Nullable String name(MethodParameter parameter) {
        var taken = parameter.getParameterAnnotation(RequestParam.class);
        if (taken == null) {
            return null;
        }
        parameter.initParameterNameDiscovery(NAMES);
        return taken.name().isEmpty() ? parameter.getParameterName() : taken.name();
    }
}
