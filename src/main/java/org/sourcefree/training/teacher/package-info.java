/** Who labels a batch in the step: an average of the network, and what it makes of the images. */
@NullMarked
package org.sourcefree.training.teacher;

import org.jspecify.annotations.NullMarked;
