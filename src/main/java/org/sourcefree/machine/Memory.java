package org.sourcefree.machine;

import java.util.Locale;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageSize;

/**
 * Memory for work, so that too large an image ends in a sentence and not in the system's hands.
 *
 * @param available bytes that this process may take, with what it has already
 */
public record Memory(long available) {
  /** Copies of a large image's scores that were seen in memory at the same time. */
  private static final long COPIES = 3;

  private static final double GIB = 1L << 30;

  /** What there is now. */
  public static Memory now() {
    return new Memory(Machine.availableMemory());
  }

  /**
   * Why an image cannot be predicted: class scores are computed for every pixel.
   *
   * @param name of the image
   * @param size of the result, pixels
   */
  public Optional<String> lacking(String name, ImageSize size, int classes) {
    long pixels = (long) size.width() * size.height();
    long needed = COPIES * Float.BYTES * classes * pixels;
    return needed <= available
        ? Optional.empty()
        : Optional.of(
            "image %s of %d×%d pixels takes about %s of memory to predict, %s are available"
                .formatted(name, size.width(), size.height(), size(needed), size(available)));
  }

  /**
   * Checks that an image can be predicted.
   *
   * @throws InvalidInputException if not, naming it
   */
  public void require(String name, ImageSize size, int classes) {
    Optional<String> lacking = lacking(name, size, classes);
    if (lacking.isPresent()) {
      throw new InvalidInputException(lacking.get());
    }
  }

  /** Bytes for people. */
  public static String size(long bytes) {
    return bytes < GIB / 10
        ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / (GIB / 1024)))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
