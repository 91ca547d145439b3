package io.facematch.api.limit;

import io.facematch.api.security.OwnerResolver;
import io.facematch.api.securitylog.LoggedRequest;
import io.facematch.api.tomcat.RequestBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How many requests with a token are worked on at once; the others wait in the order in which they came. Threads are no
 * limit here, but memory and the database are. A request that waits for its body leaves its place meanwhile.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class RequestPlaces extends OncePerRequestFilter {
    private static final int ALL = 64;
    /** So that clients of one tenant that read their answers slowly leave places to others. */
    private static final int OF_TENANT = 48;

    private final Semaphore places = new Semaphore(ALL, true);
    private final ConcurrentHashMap<String, Crowd> tenants = new ConcurrentHashMap<>();

    /** The places of a tenant, and how many of its requests are here. */
    private record Crowd(Semaphore places, int requests) {
        Crowd with(int more) {
            return new Crowd(places, requests + more);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var owner = OwnerResolver.current();
        if (owner.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        RequestBody.hasKnownSender(request);
        LoggedRequest.isSentBy(request, owner.get().tenant(), owner.get().client());
        var tenant = owner.get().tenant();
        var crowd = tenants.merge(
                tenant, new Crowd(new Semaphore(OF_TENANT, true), 1), (present, arrived) -> present.with(1));
        try {
            var place = new Place(crowd.places());
            place.take();
            try {
                chain.doFilter(new Waits(request, place), response);
            } finally {
                place.leave();
            }
        } finally {
            tenants.computeIfPresent(tenant, (name, present) -> present.requests() == 1 ? null : present.with(-1));
        }
    }

    private final class Place {
        private final Semaphore ofTenant;

        Place(Semaphore ofTenant) {
            this.ofTenant = ofTenant;
        }

        void take() {
            ofTenant.acquireUninterruptibly();
            places.acquireUninterruptibly();
        }

        void leave() {
            places.release();
            ofTenant.release();
        }
    }

    private static final class Waits extends HttpServletRequestWrapper {
        private final Place place;

        Waits(HttpServletRequest request, Place place) {
            super(request);
            this.place = place;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Body(super.getInputStream(), place);
        }
    }

    private static final class Body extends ServletInputStream {
        private final ServletInputStream body;
        private final Place place;

        Body(ServletInputStream body, Place place) {
            this.body = body;
            this.place = place;
        }

        @Override
        public int read() throws IOException {
            var next = new byte[1];
            return read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            place.leave();
            try {
                return body.read(buffer, offset, length);
            } finally {
                place.take();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
