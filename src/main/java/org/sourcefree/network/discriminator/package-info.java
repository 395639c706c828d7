/** Networks that tell the domains apart by what the segmentation network makes of an image. */
@NullMarked
package org.sourcefree.network.discriminator;

import org.jspecify.annotations.NullMarked;
