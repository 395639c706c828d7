package org.sourcefree.network;

import org.sourcefree.graph.Tensors;
import org.sourcefree.image.RgbImage;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TUint8;

/** How 8-bit RGB images get into a graph. */
public final class ImageFeed {
  private static final Shape IMAGES = Shape.of(-1, -1, -1, 3);

  private ImageFeed() {}

  /** A placeholder of images of any number and size, [N, H, W, 3], uint8. */
  public static Placeholder<TUint8> placeholder(Ops tf) {
    return tf.placeholder(TUint8.class, Placeholder.shape(IMAGES));
  }

  /** One image, [1, H, W, 3]; the caller closes it. */
  public static TUint8 tensor(RgbImage image) {
    return tensor(image.pixels(), image.width(), image.height());
  }

  /**
   * As many images as the bytes make, [N, H, W, 3]; the caller closes them.
   *
   * @param pixels RGB, row-major, one image after the other
   * @param width of each, pixels
   * @param height of each, pixels
   */
  public static TUint8 tensor(byte[] pixels, int width, int height) {
    long count = pixels.length / (3L * width * height);
    return Tensors.bytes(Shape.of(count, height, width, 3), pixels);
  }
}
