package org.sourcefree.config;

/**
 * Where a value was written.
 *
 * @param source a file with its line, {@code ld.yaml:12}, or an override, {@code --set a.b}
 * @param base the key path that {@code source} already names; empty for a file
 */
record Place(String source, String base) {

  static Place line(String file, int line) {
    return new Place(file + ":" + line, "");
  }

  static Place file(String file) {
    return new Place(file, "");
  }

  static Place override(String path) {
    return new Place("--set " + path, path);
  }

  /** The place and the key path, as they end a message. */
  String with(String path) {
    return path.isEmpty() || path.equals(base)
        ? "(" + source + ")"
        : "(" + source + ": " + path + ")";
  }
}
