/**
 * Content-consistent matching, Li et al., ECCV 2020: which source images are laid out like the
 * target's, and which of their pixels are predicted like the target's classes. Numbers in, numbers
 * out: nothing here opens an image or runs a network.
 */
@NullMarked
package org.sourcefree.matching;

import org.jspecify.annotations.NullMarked;
