package org.sourcefree.config;

/**
 * A record of a sealed interface that is meant where a mapping names no {@code kind}, and is
 * written without one: it was the only one once. One of an interface's records at most.
 */
public interface DefaultKind {}
