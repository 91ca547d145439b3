/** Where webhooks may go: what an operator allows, and which addresses of the network nobody reaches through this server. */
@NullMarked
package io.facematch.api.webhooks.address;

import org.jspecify.annotations.NullMarked;
