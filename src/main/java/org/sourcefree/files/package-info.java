/** Files that survive a crash: durable writes, folders that appear whole, locks, checksums. */
@NullMarked
package org.sourcefree.files;

import org.jspecify.annotations.NullMarked;
