package org.sourcefree.data.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Images;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.RgbImage;

/**
 * Reads images from the entries of a cache folder. An image without an entry is decoded from its
 * file, and its entry is written for the next time.
 */
final class CachedImages implements Images {
  private final Path folder;
  private final Consumer<String> warning;
  private final AtomicBoolean writable = new AtomicBoolean(true);

  CachedImages(Path folder, Consumer<String> warning) {
    this.folder = folder;
    this.warning = warning;
  }

  @Override
  public RgbImage read(Path file) {
    return read(file, "whole", Optional.empty(), image -> image);
  }

  @Override
  public RgbImage read(Path file, EvaluationView view) {
    ImageSize size = new ImageSize(view.width(), view.height());
    String kind = "%dx%d".formatted(view.width(), view.height());
    return read(file, kind, Optional.of(size), view::apply);
  }

  /**
   * @param kind of entry, part of its name
   * @param size that the entry must have
   * @param seen gives, from the whole image, what the entry holds
   */
  private RgbImage read(
      Path file, String kind, Optional<ImageSize> size, UnaryOperator<RgbImage> seen) {
    byte[] content = ImageFiles.bytes(file);
    byte[] digest = digest(content);
    Path entry = folder.resolve("%s_%s.rgb".formatted(HexFormat.of().formatHex(digest), kind));
    Optional<RgbImage> cached =
        CacheEntry.read(entry, digest)
            .filter(image -> size.isEmpty() || size.get().equals(image.size()));
    if (cached.isPresent()) {
      return cached.get();
    }
    RgbImage image = seen.apply(ImageFiles.rgb(content, file));
    if (writable.get()) {
      enter(entry, digest, image);
    }
    return image;
  }

  private void enter(Path entry, byte[] digest, RgbImage image) {
    try {
      Files.createDirectories(folder);
      CacheEntry.write(entry, digest, image);
    } catch (IOException e) {
      if (writable.compareAndSet(true, false)) {
        warning.accept(
            "image cache %s cannot be written (%s); no more images are added to it"
                .formatted(folder, e));
      }
    }
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
