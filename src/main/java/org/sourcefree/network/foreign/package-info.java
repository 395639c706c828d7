/** Networks that other programs wrote as flat graphs: rebuilt, with gradients that are right. */
@NullMarked
package org.sourcefree.network.foreign;

import org.jspecify.annotations.NullMarked;
