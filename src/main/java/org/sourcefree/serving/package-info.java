/** The model as TensorFlow Serving runs it: encoded images in, labels out. */
@NullMarked
package org.sourcefree.serving;

import org.jspecify.annotations.NullMarked;
