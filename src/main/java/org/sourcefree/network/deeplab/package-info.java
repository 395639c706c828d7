/** DeepLab-V2 on a bottleneck ResNet, the network that sourcefree builds. */
@NullMarked
package org.sourcefree.network.deeplab;

import org.jspecify.annotations.NullMarked;
