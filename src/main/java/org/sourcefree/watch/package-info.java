/**
 * What a run's networks predict on unlabelled target images: looks while it trains, the candidates
 * to hand over, their health, and the verdict.
 */
@NullMarked
package org.sourcefree.watch;

import org.jspecify.annotations.NullMarked;
