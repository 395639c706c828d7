/** Predictions for people: files and folders of images at their own sizes. */
@NullMarked
package org.sourcefree.predict;

import org.jspecify.annotations.NullMarked;
