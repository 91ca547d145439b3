package io.facematch.api;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What every API of this JVM has logged, since the first one was started. */
final class CapturedLog {
    private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();
    private static final Appender APPENDER = new Appender();

    private CapturedLog() {}

    /** To be called whenever an application was started: each start sets up logging anew and forgets who listens. */
    static synchronized void follow() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (!root.isAttached(APPENDER)) {
            APPENDER.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            APPENDER.start();
            root.addAppender(APPENDER);
        }
    }

    static List<String> lines() {
        return List.copyOf(LINES);
    }

    private static final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLoggerName().startsWith("io.zonky")) {
                return; // the database's own log
            }
            var thrown = event.getThrowableProxy();
            LINES.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage()
                    + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown)));
        }
    }
}
