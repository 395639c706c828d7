/**
 * What TensorFlow Java lacks: resource variables, right gradients for dilated convolution, arrays
 * in and out of tensors.
 */
@NullMarked
package org.sourcefree.graph;

import org.jspecify.annotations.NullMarked;
