@NullMarked
package org.sourcefree.data;

import org.jspecify.annotations.NullMarked;
