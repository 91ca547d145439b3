package io.facematch.chaos.failpoint;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Puts a fail point, which is the agent's argument, into the class that has its place, when that class is loaded. With the
 * argument {@code clock=FILE} it moves the clock instead, see {@link MovedClock}.
 */
public final class FailPointAgent {
    private static final String CLOCK = "clock=";

    private FailPointAgent() {}

    /** Called by Java before the program's own main method. */
    public static void premain(String argument, Instrumentation instrumentation) {
        if (argument.startsWith(CLOCK)) {
            MovedClock.read(Path.of(argument.substring(CLOCK.length())));
            instrumentation.addTransformer(new OfClock());
            return;
        }
        var point = FailPoint.parse(argument);
        Hits.watch(point);
        instrumentation.addTransformer(new AtPoint(point));
    }

    private static final class OfClock implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String className,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            return className.startsWith("io/facematch/") && !className.startsWith("io/facematch/chaos/")
                    ? MovedClock.weave(bytes)
                    : null;
        }
    }

    private record AtPoint(FailPoint point) implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String className,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (!className.replace('/', '.').equals(point.type())) {
                return null;
            }
            try {
                return Weaving.weave(bytes, point).bytes();
            } catch (RuntimeException e) {
                // Java would go on with the class as it was, and say nothing.
                System.err.println(e);
                Runtime.getRuntime().halt(Hits.NO_SUCH_PLACE);
                return null;
            }
        }
    }
}
