package org.sourcefree.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TUint8;

class BicubicResizeTest {

  @ParameterizedTest
  @CsvSource({
    "2,512,256,256,128",
    "3,33,47,20,31",
    "1,20,31,33,47",
    "1,1,1,17,9",
    "2,17,9,1,1",
    "1,640,361,300,170",
    "1,1000,3,7,100",
    "2,37,53,37,53",
    "1,713,1023,100,333",
    "0,33,47,20,31"
  })
  void isTheResizeOfEvaluationToTheBit(int n, int width, int height, int toWidth, int toHeight) {
    assertThat(inGraph(n, width, height, toWidth, toHeight, false))
        .isEqualTo(inJava(n, width, height, toWidth, toHeight));
  }

  @ParameterizedTest
  @CsvSource({"2,512,256,256,128", "1,713,1023,100,333", "1,99,101,300,7"})
  void isSoToAGraphThatKnowsTheSize(int n, int width, int height, int toWidth, int toHeight) {
    assertThat(inGraph(n, width, height, toWidth, toHeight, true))
        .isEqualTo(inJava(n, width, height, toWidth, toHeight));
  }

  private static byte[] inGraph(
      int n, int width, int height, int toWidth, int toHeight, boolean k) {
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      Shape shape = k ? Shape.of(-1, height, width, 3) : Shape.of(-1, -1, -1, 3);
      Placeholder<TUint8> images = tf.placeholder(TUint8.class, Placeholder.shape(shape));
      Operand<TUint8> resized =
          new BicubicResize(tf).build(images, new ImageSize(toWidth, toHeight));
      try (TUint8 fed = Tensors.bytes(Shape.of(n, height, width, 3), pixels(n, width, height));
          Result result = session.runner().feed(images, fed).fetch(resized).run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(n, toHeight, toWidth, 3));
        return Tensors.array((TUint8) result.get(0));
      }
    }
  }

  private static byte[] inJava(int n, int width, int height, int toWidth, int toHeight) {
    byte[] all = pixels(n, width, height);
    byte[] resized = new byte[3 * n * toWidth * toHeight];
    for (int i = 0; i < n; i++) {
      byte[] one = new byte[3 * width * height];
      System.arraycopy(all, i * one.length, one, 0, one.length);
      byte[] small = Resize.bicubic(new RgbImage(width, height, one), toWidth, toHeight).pixels();
      System.arraycopy(small, 0, resized, i * small.length, small.length);
    }
    return resized;
  }

  /** Noise and edges, of every level. */
  private static byte[] pixels(int n, int width, int height) {
    byte[] pixels = new byte[3 * n * width * height];
    new Random(width + 31L * height).nextBytes(pixels);
    for (int i = pixels.length / 2; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 60 % 3 == 0 ? 255 : i / 200 % 2 == 0 ? 0 : pixels[i]);
    }
    return pixels;
  }
}
