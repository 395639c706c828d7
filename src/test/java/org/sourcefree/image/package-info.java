@NullMarked
package org.sourcefree.image;

import org.jspecify.annotations.NullMarked;
