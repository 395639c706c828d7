package org.sourcefree.trust;

/** How far a SavedModel is trusted. */
public enum Trust {
  /** It may only compute: one that reads or writes files, runs code or opens sockets is refused. */
  COMPUTING,
  /** It may do whatever TensorFlow lets it do. */
  EVERYTHING
}
