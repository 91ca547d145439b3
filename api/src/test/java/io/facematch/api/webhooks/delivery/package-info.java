@NullMarked
package io.facematch.api.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
