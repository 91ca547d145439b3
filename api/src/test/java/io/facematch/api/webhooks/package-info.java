@NullMarked
package io.facematch.api.webhooks;

import org.jspecify.annotations.NullMarked;
