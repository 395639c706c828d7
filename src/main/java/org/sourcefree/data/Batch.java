package org.sourcefree.data;

import java.util.List;

/** Training views of N images: square, all of one size. */
public final class Batch {
  private final byte[] images;
  private final byte[] labels;
  private final List<String> names;
  private final int crop;
  private final byte[] source;

  /** Wraps the arrays of images of the target domain. */
  public Batch(byte[] images, byte[] labels, List<String> names, int crop) {
    this(images, labels, names, crop, new byte[names.size()]);
  }

  /**
   * Wraps the arrays without copying them.
   *
   * @param images RGB, unsigned bytes, [N, crop, crop, 3]
   * @param labels train ids, unsigned bytes, [N, crop, crop], 255 = ignored
   * @param names the samples' names, N
   * @param crop pixels
   * @param source 1 for each image of the source domain, else 0, [N]
   */
  public Batch(byte[] images, byte[] labels, List<String> names, int crop, byte[] source) {
    int pixels = names.size() * crop * crop;
    if (images.length != 3 * pixels || labels.length != pixels) {
      throw new IllegalArgumentException(
          "a batch of %d needs %d label bytes and three times as many image bytes, got %d and %d"
              .formatted(names.size(), pixels, labels.length, images.length));
    }
    this.images = images;
    this.labels = labels;
    this.names = List.copyOf(names);
    this.crop = crop;
    this.source = source;
  }

  /** The array itself, not a copy: RGB, unsigned bytes, [N, crop, crop, 3]. */
  public byte[] images() {
    return images;
  }

  /** The array itself, not a copy: train ids, unsigned bytes, [N, crop, crop], 255 = ignored. */
  public byte[] labels() {
    return labels;
  }

  /** The array itself, not a copy: 1 for each image of the source domain, else 0, [N]. */
  public byte[] source() {
    return source;
  }

  /** The samples' names, in the batch's order. */
  public List<String> names() {
    return names;
  }

  /** N, the number of images. */
  public int size() {
    return names.size();
  }

  /** Width and height of each image, pixels. */
  public int crop() {
    return crop;
  }
}
