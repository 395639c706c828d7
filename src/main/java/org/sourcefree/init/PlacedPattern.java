package org.sourcefree.init;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sourcefree.data.paths.Glob;
import org.sourcefree.files.FileNames;

/**
 * A pattern of paths in two parts.
 *
 * @param root the folder that it starts from
 * @param rest of the pattern, with slashes; may be empty
 */
record PlacedPattern(Path root, String rest) {
  private static final String HERE = ".";

  /** A pattern, parted before its first wildcard. */
  static PlacedPattern of(String pattern) {
    String folder = new Glob(pattern, "the pattern").folder();
    if (folder.isEmpty()) {
      return pattern.startsWith("/")
          ? new PlacedPattern(Path.of("/"), pattern.substring(1))
          : new PlacedPattern(Path.of(HERE), pattern);
    }
    return new PlacedPattern(FileNames.path(folder), pattern.substring(folder.length() + 1));
  }

  /** A folder, of which a pattern may be made. */
  static PlacedPattern folder(String folder) {
    return new PlacedPattern(FileNames.path(folder), "");
  }

  /** The same folder with a pattern in it. */
  PlacedPattern with(String pattern) {
    return new PlacedPattern(root, pattern);
  }

  /** The folder that this and the other's lie in, as near as can be. */
  Path common(PlacedPattern other) {
    Path mine = root.normalize();
    Path others = other.root.normalize();
    if (mine.isAbsolute() != others.isAbsolute() || leadsUp(mine) || leadsUp(others)) {
      mine = mine.toAbsolutePath().normalize();
      others = others.toAbsolutePath().normalize();
    }
    Path common = mine;
    while (common != null && !others.startsWith(common)) {
      common = common.getParent();
    }
    return common == null || common.toString().isEmpty() ? Path.of(HERE) : common;
  }

  private static boolean leadsUp(Path path) {
    return path.startsWith("..");
  }

  /** The whole pattern as it is seen from a folder around it. */
  String below(Path folder) {
    Path from = folder.toAbsolutePath().normalize();
    List<String> parts = new ArrayList<>();
    from.relativize(root.toAbsolutePath().normalize()).forEach(part -> parts.add(part.toString()));
    parts.removeIf(String::isEmpty);
    parts.add(rest);
    return String.join("/", parts);
  }
}
