/** Results for people: tables, curves, panels. */
@NullMarked
package org.sourcefree.report;

import org.jspecify.annotations.NullMarked;
