/** How often decisions were wrong, as far as somebody has told. */
@NullMarked
package io.facematch.api.audit.report.accuracy;

import org.jspecify.annotations.NullMarked;
