package io.facematch.api.tomcat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.coyote.BadRequestException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a request whose body arrives too slowly. The container limits only the time between two reads, so such a body
 * could hold a thread for hours. After the first seconds, the body must arrive at least as fast as slow phone networks
 * send.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class MinimumUploadRate extends OncePerRequestFilter {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long BYTES_PER_SECOND = 8 << 10;

    private final InstantSource clock;

    MinimumUploadRate(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public ServletInputStream getInputStream() throws IOException {
                        return new Measured(super.getInputStream());
                    }
                },
                response);
    }

    private final class Measured extends ServletInputStream {
        private final ServletInputStream body;
        private final long started = clock.millis();
        private long received;

        Measured(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            var read = body.read();
            count(read < 0 ? -1 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return count(body.read(buffer, offset, length));
        }

        private int count(int read) throws IOException {
            received += Math.max(0, read);
            var spent = clock.millis() - started;
            if (read > 0 && spent > GRACE.toMillis() && received * 1000 / spent < BYTES_PER_SECOND) {
                throw new BadRequestException(new SocketTimeoutException("the body arrives too slowly"));
            }
            return read;
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
