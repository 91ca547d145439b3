/** The command that compares the pairs of a ZIP, and the client of the API that it uses. */
@NullMarked
package io.facematch.standalone.run;

import org.jspecify.annotations.NullMarked;
