package org.sourcefree.testing;

import java.util.Arrays;
import java.util.Map;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.RgbImage;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** What a served model answers: the labels, their shape in front. */
public final class Requests {
  private Requests() {}

  /** Asks with pixels, RGB, [N, H, W, 3]. */
  public static String pixels(SavedModelBundle bundle, Shape shape, byte[] values) {
    try (TUint8 images = Tensors.bytes(shape, values);
        Result result = bundle.function("serving_default").call(Map.of("images", images))) {
      return text((TUint8) result.get("labels").orElseThrow());
    }
  }

  /** Asks with one image's pixels. */
  public static String pixels(SavedModelBundle bundle, RgbImage image) {
    return pixels(bundle, Shape.of(1, image.height(), image.width(), 3), image.pixels());
  }

  /** Asks with the contents of files. */
  public static String files(SavedModelBundle bundle, byte[]... files) {
    NdArray<byte[]> contents = NdArrays.ofObjects(byte[].class, Shape.of(files.length));
    for (int i = 0; i < files.length; i++) {
      contents.setObject(files[i], i);
    }
    try (TString bytes = TString.tensorOfBytes(contents);
        Result result = bundle.function("serving_bytes").call(Map.of("bytes", bytes))) {
      return text((TUint8) result.get("labels").orElseThrow());
    }
  }

  private static String text(TUint8 labels) {
    return labels.shape() + Arrays.toString(Tensors.array(labels));
  }
}
