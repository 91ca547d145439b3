package io.facematch.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ManagementPortTest {
    @Test
    void isOnLoopbackUnlessAnAddressIsSet() {
        var environment = prepared("9081");

        assertThat(environment.getProperty("management.server.port")).isEqualTo("9081");
        assertThat(environment.getProperty("management.server.address")).isEqualTo("127.0.0.1");
        assertThat(environment.getProperty("management-port.exposes")).isEqualTo("health,metrics");
    }

    @Test
    void anyFreePortIsAnotherOne() {
        assertThat(prepared("0", "0").getProperty("management.server.port")).isEqualTo("0");
    }

    /** Where clients are, nothing but health is shown. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "8080"})
    void thereIsNoneWithoutAPortOfItsOwn(String port) {
        var environment = prepared(port);

        assertThat(environment.getProperty("management.server.port")).isNull();
        assertThat(environment.getProperty("management.server.address")).isNull();
        assertThat(environment.getProperty("management-port.exposes")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "65536", "tcp://10.0.0.1:80"})
    void saysWhatIsNoPort(String port) {
        assertThatThrownBy(() -> prepared(port))
                .isInstanceOf(UnusableSetting.class)
                .hasMessage("FACEMATCH_MANAGEMENT_PORT is '" + port + "', but must be a number from 0 to 65535");
    }

    private static ConfigurableEnvironment prepared(String port) {
        return prepared("8080", port);
    }

    private static ConfigurableEnvironment prepared(String clients, String port) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "server.port",
                                clients,
                                "facematch.management-server.port",
                                port,
                                "facematch.management-server.address",
                                "127.0.0.1")));
        new ManagementPort()
                .onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                        new DefaultBootstrapContext(), new SpringApplication(), new String[0], environment));
        return environment;
    }
}
