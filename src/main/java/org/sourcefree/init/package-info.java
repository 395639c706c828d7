/**
 * The first config for images of one's own: sizes, steps and labels found by looking at the images
 * and the model, and the YAML with a word for each key.
 */
@NullMarked
package org.sourcefree.init;

import org.jspecify.annotations.NullMarked;
