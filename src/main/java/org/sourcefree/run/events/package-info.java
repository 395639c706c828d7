/** TensorBoard's event files of a run. */
@NullMarked
package org.sourcefree.run.events;

import org.jspecify.annotations.NullMarked;
