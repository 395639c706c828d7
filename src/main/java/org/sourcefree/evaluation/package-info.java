/** How well predictions fit labels: the confusion matrix, per-class IoU, mIoU. */
@NullMarked
package org.sourcefree.evaluation;

import org.jspecify.annotations.NullMarked;
