/**
 * Labelled source images beside the target's: which of them a round sees. Without the key {@code
 * data.source} nothing here is used, and no source image is opened.
 */
@NullMarked
package org.sourcefree.sourcedata;

import org.jspecify.annotations.NullMarked;
