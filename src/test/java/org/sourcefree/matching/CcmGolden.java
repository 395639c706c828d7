package org.sourcefree.matching;

import java.util.Arrays;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.LogitMap;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;

/** The arrays of golden/ccm as images. */
final class CcmGolden {
  private CcmGolden() {}

  static Npy read(String name, String array) {
    return Npy.read("golden/ccm/" + name + "_" + array + ".npy");
  }

  /** The i-th of several predictions, [N, C, H, W]. */
  static LogitMap logits(Npy logits, int i) {
    long[] s = logits.shape();
    float[] all = Layouts.nhwc(logits.floats(), s);
    int size = all.length / (int) s[0];
    return new LogitMap(
        new ImageSize((int) s[3], (int) s[2]),
        (int) s[1],
        Arrays.copyOfRange(all, i * size, (i + 1) * size));
  }

  /** The i-th of several label maps, [N, H, W]. */
  static LabelMap labels(Npy labels, int i) {
    long[] s = labels.shape();
    int width = (int) s[2];
    int height = (int) s[1];
    int pixels = width * height;
    byte[] ids = Arrays.copyOfRange(labels.ids(), i * pixels, (i + 1) * pixels);
    return new LabelMap(width, height, ids);
  }
}
