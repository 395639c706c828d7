/** Images and label maps in memory and on disk: decoding, encoding, resizing as Pillow does. */
@NullMarked
package org.sourcefree.image;

import org.jspecify.annotations.NullMarked;
