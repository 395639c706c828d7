/** One page that shows what a run did, or several runs side by side. */
@NullMarked
package org.sourcefree.report.run;

import org.jspecify.annotations.NullMarked;
