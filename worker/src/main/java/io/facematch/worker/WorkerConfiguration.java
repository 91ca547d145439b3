package io.facematch.worker;

import io.facematch.job.JobConfiguration;
import io.facematch.payload.PayloadConfiguration;
import io.facematch.queue.QueueConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Everything the worker consists of. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan
@Import({PayloadConfiguration.class, JobConfiguration.class, QueueConfiguration.class})
public class WorkerConfiguration {}
