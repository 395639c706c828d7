/**
 * DeepLab-V2 on a bottleneck ResNet: images to logits and features, and the preprocessing before
 * it.
 */
@NullMarked
package org.sourcefree.network;

import org.jspecify.annotations.NullMarked;
