package org.sourcefree.data;

import java.util.List;
import java.util.Optional;

/** Training views of N images: square, all of one size. */
public final class Batch {
  private final byte[] images;
  private final byte[] labels;
  private final List<String> names;
  private final int crop;
  private final byte[] source;
  private final List<Optional<float[]>> distributions;

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
    this(images, labels, names, crop, source, List.of());
  }

  private Batch(
      byte[] images,
      byte[] labels,
      List<String> names,
      int crop,
      byte[] source,
      List<Optional<float[]>> distributions) {
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
    this.distributions = List.copyOf(distributions);
  }

  /**
   * The same with distributions over the classes that stand for labels.
   *
   * @param each of every image, [crop, crop, C], zero where the label is 255; empty for an image
   *     whose labels say all there is
   */
  public Batch with(List<Optional<float[]>> each) {
    return new Batch(images, labels, names, crop, source, each);
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

  /** The n-th image's distributions over the classes, [crop, crop, C], if it has any. */
  public Optional<float[]> distributions(int n) {
    return distributions.isEmpty() ? Optional.empty() : distributions.get(n);
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
