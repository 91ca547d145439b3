/** What a stranger may cost who asks for a token: all that happens before anybody looks for the client. */
@NullMarked
package io.facematch.api.tokenrequest;

import org.jspecify.annotations.NullMarked;
