/** The command line, one class a command. */
@NullMarked
package org.sourcefree.cli;

import org.jspecify.annotations.NullMarked;
