/** What a run goes on with that an earlier one left beside its model. */
@NullMarked
package org.sourcefree.run.earlier;

import org.jspecify.annotations.NullMarked;
