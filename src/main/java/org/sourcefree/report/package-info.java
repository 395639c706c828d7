/** What readers look at: tables, curves and panels of images. */
@NullMarked
package org.sourcefree.report;

import org.jspecify.annotations.NullMarked;
