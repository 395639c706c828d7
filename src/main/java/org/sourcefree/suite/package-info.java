/** Many runs of one task: a table's rows, seeds and sweeps, and what came out of them. */
@NullMarked
package org.sourcefree.suite;

import org.jspecify.annotations.NullMarked;
