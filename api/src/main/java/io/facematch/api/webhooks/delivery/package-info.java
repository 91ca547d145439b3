/** Sends events to endpoints, again and again until they arrive: who does when, how, and what an answer means. */
@NullMarked
package io.facematch.api.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
