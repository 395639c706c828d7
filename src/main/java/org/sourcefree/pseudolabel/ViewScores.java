package org.sourcefree.pseudolabel;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Network;
import org.sourcefree.network.TestTimeAugmentation;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * From the logits of an image's views to the scores that labels are selected by.
 *
 * @param logits of every view, mirrored ones mirrored back, [1, h, w, C] each
 * @param inference whose scores are the views' together, at the size that is fed
 */
record ViewScores(List<Operand<TFloat32>> logits, Inference inference) {

  /**
   * Builds the graph; the plain one where the image is its only view.
   *
   * @param plain of a single image
   * @param classes C
   */
  static ViewScores of(Ops tf, Inference plain, TestTimeAugmentation views, int classes) {
    if (views.equals(TestTimeAugmentation.NONE)) {
      return new ViewScores(List.of(plain.logits()), plain);
    }
    Operand<TInt32> size = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
    List<Operand<TFloat32>> logits = new ArrayList<>();
    List<Operand<TFloat32>> scores = new ArrayList<>();
    for (int v = 0; v < views.views(); v++) {
      Operand<TFloat32> view =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, classes)));
      Operand<TFloat32> upsampled = Network.upsample(tf, view, size);
      logits.add(view);
      scores.add(views.averagesLogits() ? upsampled : LogProbabilities.of(tf, upsampled));
    }
    Operand<TFloat32> together =
        views.averagesLogits()
            ? tf.math.div(tf.math.addN(scores), tf.constant((float) scores.size()))
            : LogProbabilities.mean(tf, scores);
    Inference.Input input = new Inference.Input(plain.images(), plain.inputs(), size);
    Network first = new Network(logits.get(0), plain.features(), List.of());
    return new ViewScores(logits, Inference.of(tf, input, first, together, classes));
  }
}
