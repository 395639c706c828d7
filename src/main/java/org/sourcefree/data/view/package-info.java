/** What training sees of an image: a random crop, or all of it. */
@NullMarked
package org.sourcefree.data.view;

import org.jspecify.annotations.NullMarked;
