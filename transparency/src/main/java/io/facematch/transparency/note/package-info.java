/** Signed checkpoints and proof files as text: C2SP signed-note, tlog-checkpoint, tlog-cosignature (ML-DSA-44) and tlog-proof. */
@NullMarked
package io.facematch.transparency.note;

import org.jspecify.annotations.NullMarked;
