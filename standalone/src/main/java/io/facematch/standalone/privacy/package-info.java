/** Shows on this installation that nothing private stays: canaries through processes of its own, a search, a report. */
@NullMarked
package io.facematch.standalone.privacy;

import org.jspecify.annotations.NullMarked;
