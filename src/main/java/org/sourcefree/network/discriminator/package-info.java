/**
 * Networks that tell the domains apart by what the segmentation network makes of an image, and the
 * head that names kinds of patches for them.
 */
@NullMarked
package org.sourcefree.network.discriminator;

import org.jspecify.annotations.NullMarked;
