package org.sourcefree.training;

import org.sourcefree.data.Batch;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A batch's distributions over the classes as they are fed. */
final class SoftBatch {
  private SoftBatch() {}

  /**
   * The distributions of all images; an image without any has its labels' own, 1 at the label.
   *
   * @return [N, H, W, C], zero where a pixel is ignored; the caller closes it
   */
  static TFloat32 tensor(Batch batch, int classes) {
    ImageSize size = batch.labelSize();
    int pixels = Math.toIntExact(size.pixels());
    float[] all = new float[batch.size() * pixels * classes];
    for (int n = 0; n < batch.size(); n++) {
      int first = n * pixels;
      batch
          .distributions(n)
          .ifPresentOrElse(
              image -> System.arraycopy(image, 0, all, first * classes, image.length),
              () -> mark(batch.labels(), first, pixels, classes, all));
    }
    return Tensors.floats(Shape.of(batch.size(), size.height(), size.width(), classes), all);
  }

  private static void mark(byte[] labels, int first, int pixels, int classes, float[] all) {
    for (int i = first; i < first + pixels; i++) {
      int c = Byte.toUnsignedInt(labels[i]);
      if (c < classes) {
        all[i * classes + c] = 1;
      }
    }
  }
}
