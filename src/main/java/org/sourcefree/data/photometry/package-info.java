/** Random changes of light, colour and sensor, as training sees images; labels stay as they are. */
@NullMarked
package org.sourcefree.data.photometry;

import org.jspecify.annotations.NullMarked;
