package org.sourcefree.network;

import org.sourcefree.graph.Variables;
import org.sourcefree.image.RgbImage;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Predicts with batch norm on each image's own statistics, which also moves the running averages,
 * as the authors' code does while labelling.
 */
public final class BatchStatisticsPredictor {
  private final Session session;
  private final Placeholder<TUint8> images;
  private final Network network;

  /**
   * Builds the forward pass in the graph of the variables.
   *
   * @param momentum weight of an image in the running averages, in [0, 1]
   */
  public BatchStatisticsPredictor(
      Graph graph, Session session, Variables variables, Model model, double momentum) {
    this.session = session;
    Ops tf = Ops.create(graph);
    images = ImageFeed.placeholder(tf);
    Operand<TFloat32> inputs = model.preprocessing().build(tf, images);
    int classes = model.classes().size();
    Operand<TFloat32> weight = tf.constant((float) momentum);
    network = model.network().build(tf, variables, inputs, classes, Normalisation.batch(weight));
  }

  /** Scores at output stride 8, [1, h, w, C]; the caller closes them. */
  public TFloat32 logits(RgbImage image) {
    try (TUint8 pixels = ImageFeed.tensor(image)) {
      Session.Runner runner = session.runner().feed(images, pixels).fetch(network.logits());
      network.statisticsUpdates().forEach(runner::addTarget);
      Result result = runner.run();
      return (TFloat32) result.get(0);
    }
  }
}
