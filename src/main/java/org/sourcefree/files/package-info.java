/**
 * Files that survive a crash: durable writes, folders that appear only when complete, locks,
 * checksums.
 */
@NullMarked
package org.sourcefree.files;

import org.jspecify.annotations.NullMarked;
