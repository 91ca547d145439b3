package io.facematch.api.housekeeping;

import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.api.securitylog.SecurityLog;
import io.facematch.epoch.Epochs;
import io.facematch.epoch.Installation;
import io.facematch.tenant.TenantKeys;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Destroys the keys of ended epochs, and takes what outlives them from an old master key to the current one. */
@Component
public class KeyRetirement {
    private final Epochs epochs;
    private final Installation installation;
    private final TenantKeys tenantKeys;

    KeyRetirement(Epochs epochs, Installation installation, TenantKeys tenantKeys) {
        this.epochs = epochs;
        this.installation = installation;
        this.tenantKeys = tenantKeys;
    }

    /** One round. Several processes may do it at once. */
    @Scheduled(fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    public void retire() {
        epochs.destroyEnded();
        if (installation.wrapAnew()) {
            SecurityLog.record(SecurityEvent.KEYS_ROTATED, "keys", "master");
        }
        tenantKeys.wrapAnew();
    }
}
