package io.facematch.start;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps Spring's trace out of the log where {@link Refusal} has the words, which whoever started the process says. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusalReporter implements SpringBootExceptionReporter {
    @Override
    public boolean reportException(Throwable failure) {
        return Refusal.of(failure).isPresent();
    }
}
