package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TUint8;

class ResizeGraphTest {
  private static final int[][] SIZES = {
    {256, 512, 128, 256}, {97, 61, 128, 80}, {33, 200, 40, 41}, {1, 1, 7, 5}, {2, 300, 1, 1},
    {31, 17, 31, 17}, {31, 17, 31, 40}, {500, 3, 7, 64}, {3, 5, 300, 211}, {333, 777, 129, 257}
  };

  @Test
  void equalsTheResizeOutsideOfGraphsBitForBit() {
    for (int[] size : SIZES) {
      RgbImage first = random(size[1], size[0], 1);
      RgbImage second = extreme(size[1], size[0], 2);

      byte[] resized = run(size[3], size[2], first, second);

      assertThat(resized)
          .as("%d×%d to %d×%d", size[0], size[1], size[2], size[3])
          .isEqualTo(
              joined(
                  Resize.bicubic(first, size[3], size[2]).pixels(),
                  Resize.bicubic(second, size[3], size[2]).pixels()));
    }
  }

  @Test
  void givesNoImageForNone() {
    assertThat(run(5, 7, Shape.of(0, 9, 4, 3), new byte[0])).isEmpty();
  }

  private static byte[] run(int width, int height, RgbImage first, RgbImage second) {
    return run(
        width,
        height,
        Shape.of(2, first.height(), first.width(), 3),
        joined(first.pixels(), second.pixels()));
  }

  private static byte[] run(int width, int height, Shape shape, byte[] pixels) {
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph);
        TUint8 images = Tensors.bytes(shape, pixels)) {
      Ops tf = Ops.create(graph);
      Placeholder<TUint8> fed =
          tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Operand<TUint8> resized = new ResizeGraph(tf).bicubic(fed, new ImageSize(width, height));
      try (Result result = session.runner().feed(fed, images).fetch(resized).run()) {
        return Tensors.array((TUint8) result.get(0));
      }
    }
  }

  private static RgbImage random(int width, int height, long seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return new RgbImage(width, height, pixels);
  }

  /** Black and white, so that the kernel's overshoot is clipped. */
  private static RgbImage extreme(int width, int height, long seed) {
    RgbImage image = random(width, height, seed);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = (byte) (image.pixels()[i] < 0 ? 0 : 255);
    }
    return image;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
