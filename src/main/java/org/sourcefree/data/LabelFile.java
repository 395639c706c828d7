package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sourcefree.image.LabelMap;

/**
 * Where a label image lies, or would.
 *
 * @param path need not exist
 * @param values what its values mean
 */
public record LabelFile(Path path, LabelValues values) {

  /** Whether it is there. */
  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Reads the values as the file holds them, known or not.
   *
   * @throws org.sourcefree.InvalidInputException if it cannot be read
   */
  public LabelMap ids() {
    return values.read(path);
  }
}
