/** Whether the outcomes in the database are still those that were entered into the logs and signed. */
@NullMarked
package io.facematch.api.audit.integrity;

import org.jspecify.annotations.NullMarked;
