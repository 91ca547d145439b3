@NullMarked
package io.facematch.card.folder;

import org.jspecify.annotations.NullMarked;
