/**
 * YAML and JSON ↔ records, strict, with file, line and key path in every message.
 *
 * <p>Keys are the snake_case of the record's components; {@code kind} picks a record of a sealed
 * interface by the snake_case of its simple name. A text becomes a tree of {@link
 * org.sourcefree.config.Node}s that know their place ({@code YamlTree}, {@code JsonTree}),
 * overrides change the tree, {@code Binder} turns it into records.
 */
@NullMarked
package org.sourcefree.config;

import org.jspecify.annotations.NullMarked;
