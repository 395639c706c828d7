/**
 * Pseudo labels: which pixels to trust, thresholds over the whole target set, and the labelling
 * pass.
 */
@NullMarked
package org.sourcefree.pseudolabel;

import org.jspecify.annotations.NullMarked;
