/**
 * Which of the networks that a run meets it hands over, told without labels: from what they predict
 * on the same unlabelled images.
 */
@NullMarked
package org.sourcefree.choice;

import org.jspecify.annotations.NullMarked;
