package org.sourcefree.data.cache;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.data.Images;

/**
 * Decoded images on disk: each whole image that training read, and each image as an evaluation view
 * sees it. An entry is named by the content of its image file, so that a file that changed, in
 * whatever way, is decoded anew. Several processes may share a folder.
 *
 * @param folder need not exist; may be deleted at any time
 */
public record ImageCache(Path folder) {

  /**
   * Reads through the cache.
   *
   * @param warning told in one sentence, once, if the folder cannot be written; images are then
   *     decoded anew
   */
  public Images open(Consumer<String> warning) {
    return new CachedImages(folder, warning);
  }

  /**
   * Reads through the cache where there is one, and decodes every file anew where there is none.
   *
   * @param warning told in one sentence, once, if the cache cannot be written
   */
  public static Images open(Optional<ImageCache> cache, Consumer<String> warning) {
    return cache.map(present -> present.open(warning)).orElseGet(Images::uncached);
  }
}
