/**
 * Whether a model only computes: the scan of its graphs, and the trial of graphs of other programs
 * in a process of its own.
 */
@NullMarked
package org.sourcefree.trust;

import org.jspecify.annotations.NullMarked;
