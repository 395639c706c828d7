package org.sourcefree.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sourcefree.image.ImageSize;

/** Training views of N images, all of one size; their labels have one size too. */
public final class Batch {
  private final byte[] images;
  private final byte[] labels;
  private final List<String> names;
  private final ImageSize imageSize;
  private final ImageSize labelSize;
  private final byte[] source;
  private final List<Optional<float[]>> distributions;

  /** Wraps the arrays of square images of the target domain, whose sides are of crop pixels. */
  public Batch(byte[] images, byte[] labels, List<String> names, int crop) {
    this(images, labels, names, new ImageSize(crop, crop));
  }

  /** Wraps the arrays of images of the target domain, with labels of the images' size. */
  public Batch(byte[] images, byte[] labels, List<String> names, ImageSize size) {
    this(images, labels, names, size, size, new byte[names.size()]);
  }

  /**
   * Wraps the arrays without copying them.
   *
   * @param images RGB, unsigned bytes, [N, H, W, 3]
   * @param labels train ids, unsigned bytes, 255 = ignored, [N, height, width] of the labels
   * @param names the samples' names, N
   * @param imageSize of each image
   * @param labelSize of each image's labels and prediction
   * @param source 1 for each image of the source domain, else 0, [N]
   */
  public Batch(
      byte[] images,
      byte[] labels,
      List<String> names,
      ImageSize imageSize,
      ImageSize labelSize,
      byte[] source) {
    this(images, labels, names, imageSize, labelSize, source, List.of());
  }

  private Batch(
      byte[] images,
      byte[] labels,
      List<String> names,
      ImageSize imageSize,
      ImageSize labelSize,
      byte[] source,
      List<Optional<float[]>> distributions) {
    long pixels = names.size() * imageSize.pixels();
    long labelled = names.size() * labelSize.pixels();
    if (images.length != 3 * pixels || labels.length != labelled) {
      throw new IllegalArgumentException(
          "a batch of %d needs %d label bytes and %d image bytes, got %d and %d"
              .formatted(names.size(), labelled, 3 * pixels, labels.length, images.length));
    }
    this.images = images;
    this.labels = labels;
    this.names = List.copyOf(names);
    this.imageSize = imageSize;
    this.labelSize = labelSize;
    this.source = source;
    this.distributions = List.copyOf(distributions);
  }

  /**
   * The same with distributions over the classes that stand for labels.
   *
   * @param each of every image, [height, width, C] of the labels, zero where the label is 255;
   *     empty for an image whose labels say all there is
   */
  public Batch with(List<Optional<float[]>> each) {
    return new Batch(images, labels, names, imageSize, labelSize, source, each);
  }

  /** Some of the images, with all that is theirs. */
  public Batch part(Share share) {
    int first = share.first(size());
    int end = first + share.size(size());
    if (first == 0 && end == size()) {
      return this;
    }
    return new Batch(
        part(images, first, end),
        part(labels, first, end),
        names.subList(first, end),
        imageSize,
        labelSize,
        part(source, first, end),
        distributions.isEmpty() ? distributions : distributions.subList(first, end));
  }

  private byte[] part(byte[] all, int first, int end) {
    int each = all.length / size();
    return Arrays.copyOfRange(all, first * each, end * each);
  }

  /** The array itself, not a copy: RGB, unsigned bytes, [N, H, W, 3]. */
  public byte[] images() {
    return images;
  }

  /** The array itself, not a copy: train ids, unsigned bytes, 255 = ignored. */
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

  /** Of each image. */
  public ImageSize imageSize() {
    return imageSize;
  }

  /** Of each image's labels and prediction. */
  public ImageSize labelSize() {
    return labelSize;
  }
}
