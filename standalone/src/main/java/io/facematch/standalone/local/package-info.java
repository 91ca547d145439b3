/** What standalone mode keeps and runs on this machine: its folder, database, tokens and server. */
@NullMarked
package io.facematch.standalone.local;

import org.jspecify.annotations.NullMarked;
