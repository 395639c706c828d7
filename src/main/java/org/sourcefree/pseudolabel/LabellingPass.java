package org.sourcefree.pseudolabel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Predictor;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Predicts the whole target set, finds every class's threshold and writes each image's pseudo
 * labels as an 8-bit PNG of its own size, 255 where no class was selected.
 */
public final class LabellingPass {
  private final Session session;
  private final Inference inference;
  private final PseudoLabelGraph graph;
  private final int classes;

  /** Labels with the model whose inference graph and weights are in the session. */
  public LabellingPass(Graph graph, Session session, Inference inference, int classes) {
    this.session = session;
    this.inference = inference;
    this.graph = PseudoLabelGraph.build(Ops.create(graph), inference);
    this.classes = classes;
  }

  private record View(RgbImage image, ImageSize original) {}

  /**
   * Runs the pass.
   *
   * @param samples the target images
   * @param view what the network sees of each
   * @param folder where labels go, an existing empty folder
   * @param progress told the number of images predicted so far
   * @return what was selected of each class
   */
  public List<ClassSelection> run(
      List<Sample> samples,
      EvaluationView view,
      Selection selection,
      Path folder,
      IntConsumer progress) {
    try (StoredLogits logits = new StoredLogits(folder.resolve("logits.tmp"))) {
      predict(samples, view, logits, progress);
      float[] thresholds = selection.thresholds(consumer -> scan(logits, consumer), classes);
      return label(samples, logits, thresholds, folder);
    }
  }

  /** The labels that a pass wrote for a sample. */
  public static Path file(Path folder, Sample sample) {
    return folder.resolve(sample.name() + ".png");
  }

  private void predict(
      List<Sample> samples, EvaluationView view, StoredLogits logits, IntConsumer progress) {
    Predictor predictor = new Predictor(session, inference);
    try (Prefetcher<View> views =
        new Prefetcher<>(0, samples.size(), i -> load(samples.get((int) i), view))) {
      while (views.hasNext()) {
        View next = views.next();
        try (TFloat32 prediction = predictor.logits(next.image())) {
          logits.add(prediction, next.original());
        }
        progress.accept(logits.size());
      }
    }
  }

  private static View load(Sample sample, EvaluationView view) {
    RgbImage image = ImageFiles.readRgb(sample.image());
    return new View(view.apply(image), new ImageSize(image.width(), image.height()));
  }

  private void scan(StoredLogits stored, PixelScores.Consumer consumer) {
    for (int i = 0; i < stored.size(); i++) {
      ImageSize image = stored.imageSize(i);
      stored.with(
          i,
          logits -> {
            try (TInt32 size = TInt32.vectorOf(image.height(), image.width());
                Result result =
                    session
                        .runner()
                        .feed(inference.logits(), logits)
                        .feed(inference.size(), size)
                        .fetch(inference.labels())
                        .fetch(inference.logOdds())
                        .run()) {
              consumer.accept(
                  Tensors.array((TUint8) result.get(0)), Tensors.array((TFloat32) result.get(1)));
            }
          });
    }
  }

  private List<ClassSelection> label(
      List<Sample> samples, StoredLogits stored, float[] thresholds, Path folder) {
    long[] predicted = new long[classes];
    long[] selected = new long[classes];
    for (int i = 0; i < stored.size(); i++) {
      ImageSize image = stored.imageSize(i);
      Path file = file(folder, samples.get(i));
      stored.with(
          i,
          logits -> {
            byte[] ids = label(logits, image, thresholds, predicted, selected);
            write(file, new LabelMap(image.width(), image.height(), ids));
          });
    }
    List<ClassSelection> summary = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      summary.add(new ClassSelection(thresholds[c], predicted[c], selected[c]));
    }
    return summary;
  }

  private static void write(Path file, LabelMap labels) {
    try {
      Files.createDirectories(file.getParent());
      PngWriter.writeGrey(file, labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] label(
      TFloat32 logits, ImageSize image, float[] thresholds, long[] predicted, long[] selected) {
    try (TInt32 size = TInt32.vectorOf(image.height(), image.width());
        TFloat32 limits = Tensors.floats(Shape.of(classes), thresholds);
        Result result =
            session
                .runner()
                .feed(inference.logits(), logits)
                .feed(inference.size(), size)
                .feed(graph.thresholds(), limits)
                .fetch(inference.labels())
                .fetch(graph.labels())
                .run()) {
      byte[] all = Tensors.array((TUint8) result.get(0));
      byte[] kept = Tensors.array((TUint8) result.get(1));
      for (int p = 0; p < all.length; p++) {
        int c = Byte.toUnsignedInt(all[p]);
        predicted[c]++;
        if (Byte.toUnsignedInt(kept[p]) != ClassSet.IGNORE) {
          selected[c]++;
        }
      }
      return kept;
    }
  }
}
