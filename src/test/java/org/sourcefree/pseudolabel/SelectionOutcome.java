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
        try (TFloat32 limits =
                Tensors.floats(Shape.of(TinyNetwork.CLASSES), thresholds.classArray());
            TFloat32 imageLimit = TFloat32.scalarOf(thresholds.ofImage(0));
            Result masked =
                session
                    .runner()
                    .feed(inference.logits(), tensor)
                    .feed(inference.size(), size)
                    .feed(masks.thresholds(), limits)
                    .feed(masks.imageThreshold(), imageLimit)
                    .fetch(masks.labels())
                    .run()) {
          return new SelectionOutcome(
              classes,
              Tensors.array((TUint8) masked.get(0)),
              Tensors.array((TFloat32) result.get(1)),
              scores);
        }
      }
    }
  }

  /** Train ids where the scores reach their class's threshold, with none for images. */
  static byte[] labels(Session session, PseudoLabelGraph masks, float[] thresholds) {
    try (TFloat32 limits = Tensors.floats(Shape.of(thresholds.length), thresholds);
        TFloat32 imageLimit = TFloat32.scalarOf(Float.POSITIVE_INFINITY);
        Result result =
            session
                .runner()
                .feed(masks.thresholds(), limits)
                .feed(masks.imageThreshold(), imageLimit)
                .fetch(masks.labels())
                .run()) {
      return Tensors.array((TUint8) result.get(0));
    }
  }
}
