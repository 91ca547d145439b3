package io.facematch.standalone;

import io.facematch.face.FaceEngine;
import io.facematch.worker.WorkerConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A worker that crashes in the midst of a comparison, as soon as a file is there: ONNX Runtime is given a bad address for the
 * network that embeds, with the pixels of a levelled face, while the decoded photo is in memory.
 */
final class CrashingWorker {
    /** The system property with the path of that file. */
    static final String SIGNAL = "test.crash-when";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final long BAD_ADDRESS = 16;

    private CrashingWorker() {}

    public static void main(String... arguments) {
        new SpringApplication(WorkerConfiguration.class, FailPoint.class).run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    static class FailPoint {
        @Bean
        static BeanPostProcessor crashingEngine() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof FaceEngine engine) {
                        Thread.ofPlatform().daemon().start(() -> spoilWhenTold(engine));
                    }
                    return bean;
                }
            };
        }
    }

    private static void spoilWhenTold(FaceEngine engine) {
        var signal = Path.of(System.getProperty(SIGNAL));
        try {
            while (!Files.exists(signal)) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            var model = valueOf("model", valueOf("embedder", engine));
            var block = Class.forName("ai.djl.Model").getMethod("getBlock").invoke(model);
            var session = valueOf("session", Objects.requireNonNull(block));
            var address = session.getClass().getDeclaredField("nativeHandle");
            address.setAccessible(true);
            address.setLong(session, BAD_ADDRESS);
        } catch (ReflectiveOperationException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object valueOf(String field, Object owner) throws ReflectiveOperationException {
        var declared = owner.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        return Objects.requireNonNull(declared.get(owner));
    }
}
