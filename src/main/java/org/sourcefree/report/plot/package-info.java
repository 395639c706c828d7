/** Plots and pictures with legible axes and colours that all readers can tell apart. */
@NullMarked
package org.sourcefree.report.plot;

import org.jspecify.annotations.NullMarked;
