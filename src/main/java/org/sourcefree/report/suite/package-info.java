/** The report of a suite: measured beside published numbers, in Markdown, HTML and CSV. */
@NullMarked
package org.sourcefree.report.suite;

import org.jspecify.annotations.NullMarked;
