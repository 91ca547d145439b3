@NullMarked
package io.facematch.api.webhooks.address;

import org.jspecify.annotations.NullMarked;
