package io.facematch.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that were asked to run on servers of certain versions where there are no containers to run these in. */
public final class RequestedServers implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        var servers = "RabbitMQ " + Containers.rabbitmqVersion() + " and PostgreSQL " + Containers.postgresVersion();
        return Containers.engineAnswers()
                ? ConditionEvaluationResult.enabled("on " + servers)
                : ConditionEvaluationResult.disabled("no container engine answers: not tested on " + servers);
    }
}
