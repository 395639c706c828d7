/** From a config to its running parts, and the run folder they leave. */
@NullMarked
package org.sourcefree.experiment;

import org.jspecify.annotations.NullMarked;
