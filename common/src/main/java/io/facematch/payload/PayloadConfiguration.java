package io.facematch.payload;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MasterKeySettings.class)
public class PayloadConfiguration {
    private static final int LEVEL_OF_SECOND_COMPILER = 4;

    /** Runs during the rest of the start, which leaves a core idle. */
    @Bean
    Thread payloadWarmUp() {
        return Thread.ofPlatform().daemon().name("payload-warm-up").start(() -> {
            // Only the second compiler uses the processor's instructions for AES.
            if (hasSecondCompiler()) {
                PayloadCipher.warmUp();
            }
        });
    }

    private static boolean hasSecondCompiler() {
        try {
            var virtualMachine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            var highestLevel = virtualMachine.getVMOption("TieredStopAtLevel").getValue();
            return Integer.parseInt(highestLevel) >= LEVEL_OF_SECOND_COMPILER;
        } catch (IllegalArgumentException noHotSpot) {
            return true;
        }
    }

    @Bean
    MasterKeys masterKeys(MasterKeySettings settings) {
        return settings.load();
    }
}
