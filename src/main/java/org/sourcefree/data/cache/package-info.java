/** Decoded images, kept on disk. */
@NullMarked
package org.sourcefree.data.cache;

import org.jspecify.annotations.NullMarked;
