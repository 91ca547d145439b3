/** Where a process looks for models, and which it finds described there. */
@NullMarked
package io.facematch.modelfolder;

import org.jspecify.annotations.NullMarked;
