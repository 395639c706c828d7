/**
 * What a SavedModel is: its description, where it came from, whether it can be trained, and the
 * model opened in a session.
 */
@NullMarked
package org.sourcefree.model;

import org.jspecify.annotations.NullMarked;
