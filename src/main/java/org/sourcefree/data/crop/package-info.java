/** Where in an image a training view looks. */
@NullMarked
package org.sourcefree.data.crop;

import org.jspecify.annotations.NullMarked;
