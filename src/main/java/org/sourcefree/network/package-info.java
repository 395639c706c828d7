/**
 * A network as the other rooms see it: images to logits and features, the preprocessing before it,
 * batch norm, predictions.
 */
@NullMarked
package org.sourcefree.network;

import org.jspecify.annotations.NullMarked;
