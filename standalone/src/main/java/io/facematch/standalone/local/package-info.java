/**
 * What standalone mode keeps and runs on this machine: its folder, database, tokens and server. More than twelve types: what a
 * server needs has a type each, and all of them are started and stopped in one place.
 */
@NullMarked
package io.facematch.standalone.local;

import org.jspecify.annotations.NullMarked;
