package io.facematch.api.audit.log;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Has the logs signed as often as the settings say. */
@Configuration(proxyBeanMethods = false)
class CheckpointSchedule implements SchedulingConfigurer {
    private final Checkpoints checkpoints;
    private final LogSettings settings;

    CheckpointSchedule(Checkpoints checkpoints, LogSettings settings) {
        this.checkpoints = checkpoints;
        this.settings = settings;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(checkpoints::sign, settings.checkpointInterval());
    }
}
