/** What a run compares: pairs of a ZIP, a folder or a manifest, and how they are packed for a server. */
@NullMarked
package io.facematch.standalone.run.input;

import org.jspecify.annotations.NullMarked;
