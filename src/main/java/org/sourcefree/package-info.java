/**
 * Source-free domain adaptation of semantic-segmentation networks on TensorFlow Java, graph mode.
 */
@NullMarked
package org.sourcefree;

import org.jspecify.annotations.NullMarked;
