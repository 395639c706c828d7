/** How well a label-free choice does, over finished runs that measured their networks. */
@NullMarked
package org.sourcefree.report.choice;

import org.jspecify.annotations.NullMarked;
