/** A RabbitMQ on this machine: one that is there already, or a private node. A module of its own, as tests need it too. */
@NullMarked
package io.facematch.broker;

import org.jspecify.annotations.NullMarked;
