/** What tests share. */
@NullMarked
package org.sourcefree.testing;

import org.jspecify.annotations.NullMarked;
