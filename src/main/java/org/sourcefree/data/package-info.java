/**
 * Datasets, their class sets and label encodings, the views that training and evaluation have of an
 * image, and training batches. Labels leave this package as train ids: 0…C − 1, 255 = ignored; only
 * checks of the data ask for a file's own ids.
 */
@NullMarked
package org.sourcefree.data;

import org.jspecify.annotations.NullMarked;
