/** Images of the target ranked by how sure a model is of them. */
@NullMarked
package org.sourcefree.ranking;

import org.jspecify.annotations.NullMarked;
