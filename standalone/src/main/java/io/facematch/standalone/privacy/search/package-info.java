/** Looks through files for secrets, in the clear or in any form in which programs like to write them. */
@NullMarked
package io.facematch.standalone.privacy.search;

import org.jspecify.annotations.NullMarked;
