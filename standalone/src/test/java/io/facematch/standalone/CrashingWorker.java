package io.facematch.standalone;

import io.facematch.worker.WorkerConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A worker whose native code reads where nothing is, while it compares, as soon as a file is there. */
final class CrashingWorker {
    /** The system property with the path of that file. */
    static final String SIGNAL = "test.crash-when";

    private CrashingWorker() {}

    public static void main(String... arguments) {
        new SpringApplication(WorkerConfiguration.class, FailPoint.class).run(arguments);
    }

    /** Where each thread that compares comes by. */
    @Configuration(proxyBeanMethods = false)
    static class FailPoint {
        @Bean
        static BeanPostProcessor crashingDatabase() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource pool ? new CrashingSource(pool) : bean;
                }
            };
        }
    }

    private static final class CrashingSource extends DelegatingDataSource {
        private final Path signal = Path.of(System.getProperty(SIGNAL));

        CrashingSource(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (Files.exists(signal)) {
                readWhereNothingIs();
            }
            return super.getConnection();
        }

        private static void readWhereNothingIs() {
            try {
                var type = Class.forName("sun.misc.Unsafe");
                var field = type.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                type.getMethod("getLong", long.class).invoke(field.get(null), 16L);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
