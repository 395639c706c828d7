package org.sourcefree.data;

import java.nio.file.Path;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.RgbImage;

/**
 * Where the pixels of image files come from: the files, or a cache of what was decoded before. The
 * pixels are the same either way, and so are the errors. Safe for use by several threads.
 */
public interface Images {

  /**
   * A whole image.
   *
   * @throws org.sourcefree.InvalidInputException if it cannot be read
   */
  RgbImage read(Path file);

  /** An image as the view sees it; fails as {@link #read(Path)} does. */
  RgbImage read(Path file, EvaluationView view);

  /** Decodes every file anew. */
  static Images uncached() {
    return new Images() {
      @Override
      public RgbImage read(Path file) {
        return ImageFiles.readRgb(file);
      }

      @Override
      public RgbImage read(Path file, EvaluationView view) {
        return view.apply(ImageFiles.readRgb(file));
      }
    };
  }
}
