/** Kinds of patches of label maps: DPR, Tsai et al., ICCV 2019, as far as it is known. */
@NullMarked
package org.sourcefree.patches;

import org.jspecify.annotations.NullMarked;
