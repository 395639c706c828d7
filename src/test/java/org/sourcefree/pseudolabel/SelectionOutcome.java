package org.sourcefree.pseudolabel;

import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Inference;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** What a model's inference graph and a selection behind it say of every pixel. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record SelectionOutcome(byte[] classes, byte[] labels, float[] confidence, float[] scores) {

  /** Selects in the first round from one image's logits, which are fed to the graph. */
  static SelectionOutcome of(Selection selection, Shape shape, float[] logits) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat32 tensor = Tensors.floats(shape, logits);
        TInt32 size = TInt32.vectorOf((int) shape.get(1), (int) shape.get(2))) {
      Ops tf = Ops.create(graph);
      Inference inference = Inference.build(tf, new Variables(tf), TinyNetwork.MODEL);
      PseudoLabelGraph masks = selection.build(tf, inference);
      try (Result result =
          session
              .runner()
              .feed(inference.logits(), tensor)
              .feed(inference.size(), size)
              .fetch(masks.predicted())
              .fetch(inference.confidence())
              .fetch(masks.scores())
              .run()) {
        byte[] classes = Tensors.array((TUint8) result.get(0));
        float[] scores = Tensors.array((TFloat32) result.get(2));
        Thresholds thresholds =
            selection.thresholds(
                consumer -> consumer.accept(classes, scores), TinyNetwork.CLASSES, 0);
        Labeller labeller = new Labeller(session, inference, masks);
        byte[] labels =
            labeller.labels(tensor, size, thresholds.classArray(), thresholds.ofImage(0));
        return new SelectionOutcome(
            classes, labels, Tensors.array((TFloat32) result.get(1)), scores);
      }
    }
  }

  /** Labels an image whose logits are fed. */
  record Labeller(Session session, Inference inference, PseudoLabelGraph graph) {

    byte[] labels(TFloat32 logits, TInt32 size, float[] ofClasses, float ofImage) {
      Session.Runner runner =
          session.runner().feed(inference.logits(), logits).feed(inference.size(), size);
      if (graph.masks().isPresent()) {
        return masked(runner, graph.masks().get(), ofClasses, ofImage);
      }
      try (Result result = runner.fetch(graph.predicted()).fetch(graph.scores()).run()) {
        return new ScoredPixels(
                Tensors.array((TUint8) result.get(0)), Tensors.array((TFloat32) result.get(1)))
            .labels(ofClasses, ofImage);
      }
    }
  }

  /** Train ids where the scores reach their class's threshold, with none for images. */
  static byte[] labels(Session session, PseudoLabelGraph masks, float[] thresholds) {
    return masked(
        session.runner(), masks.masks().orElseThrow(), thresholds, Float.POSITIVE_INFINITY);
  }

  private static byte[] masked(
      Session.Runner runner, PseudoLabelGraph.Masks masks, float[] ofClasses, float ofImage) {
    try (TFloat32 limits = Tensors.floats(Shape.of(ofClasses.length), ofClasses);
        TFloat32 imageLimit = TFloat32.scalarOf(ofImage);
        Result result =
            runner
                .feed(masks.thresholds(), limits)
                .feed(masks.imageThreshold(), imageLimit)
                .fetch(masks.labels())
                .run()) {
      return Tensors.array((TUint8) result.get(0));
    }
  }
}
