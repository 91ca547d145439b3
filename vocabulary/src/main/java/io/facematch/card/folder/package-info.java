/** The cards and calibrations that people put beside the files of models, held together with those of the product. */
@NullMarked
package io.facematch.card.folder;

import org.jspecify.annotations.NullMarked;
