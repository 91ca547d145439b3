/**
 * Evidence packs: outcomes with everything that shows, without this installation, that they are what was entered into the
 * log; and the check of such a pack. More than twelve types, since who writes a pack and who checks it share the form of
 * each of its files.
 */
@NullMarked
package io.facematch.api.audit.pack;

import org.jspecify.annotations.NullMarked;
