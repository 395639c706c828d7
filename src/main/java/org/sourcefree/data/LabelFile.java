package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;

/**
 * Where a label image lies, or would.
 *
 * @param path need not exist
 * @param encoding which ids it uses
 */
public record LabelFile(Path path, LabelEncoding encoding) {

  /** Whether it is there. */
  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Reads the ids as the file holds them, known to the encoding or not.
   *
   * @throws org.sourcefree.InvalidInputException if it cannot be read
   */
  public LabelMap ids() {
    return encoding == LabelEncoding.SYNTHIA
        ? ImageFiles.readFirstChannel(path)
        : ImageFiles.readIds(path);
  }
}
