package org.sourcefree.trust;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.config.Json;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageSize;
import org.sourcefree.model.GraphFacts;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;
import org.sourcefree.model.Trainability;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.training.Player;
import org.sourcefree.training.Step;
import org.sourcefree.training.TrainingSettings;

/**
 * Does with another program's graph what a run would do, in a process that may die of it and that
 * {@code TrialProcess} starts. The model comes on standard input; what a run would refuse is no
 * failure here, as the run will refuse it.
 */
final class GraphTrial {
  private static final int SIZE = 64;
  private static final int ALONE = 1;

  /** What a graph is asked to be trained with. */
  static final BatchNorm BATCH_NORM =
      new BatchNorm(
          BatchNorm.Statistics.BATCH,
          BatchNorm.ScaleAndShift.ALL,
          0.1,
          false,
          Optional.empty(),
          Optional.empty());

  private GraphTrial() {}

  /** What to try. */
  enum Task {
    /** A prediction. */
    PREDICTION,
    /** A prediction and a gradient step. */
    TRAINING,
    /** Which tensors it could be trained between. */
    INSPECTION;

    static Task of(Use use) {
      return use == Use.TRAINING ? TRAINING : PREDICTION;
    }
  }

  /** What was found out, in words. */
  record Report(List<String> lines) {}

  /** Tries a model, and answers in a file. */
  public static void main(String[] args) throws IOException {
    // As the command line does.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String word = String.valueOf(in.readLine());
    PretrainedModel model =
        Json.read(String.valueOf(in.readLine()), "the model", PretrainedModel.class);
    endWithout(in);
    Report report = tried(model, Task.valueOf(args[0]));
    TrialChannel.answer(Path.of(args[1]), word, Json.line(report));
    Runtime.getRuntime().halt(0);
  }

  private static Report tried(PretrainedModel model, Task task) {
    try {
      if (task == Task.INSPECTION) {
        return inspect(SavedModelFile.read(model.savedModel()));
      }
      use(StoredModel.read(model.savedModel()).named(model), task == Task.TRAINING);
    } catch (RuntimeException e) {
      // A run says so itself.
    }
    return new Report(List.of());
  }

  private static Report inspect(SavedModelFile file) {
    GraphFacts facts = new GraphFacts(file.graph());
    return new Report(Trainability.of(file, facts.inputs(), facts.logits()).lines());
  }

  private static void use(StoredModel.Weighted model, boolean training) {
    Compute compute =
        Compute.of(Optional.of(Compute.Device.CPU), Optional.of(Compute.Precision.FLOAT32));
    if (training) {
      model.model().network().requireTrainable(BATCH_NORM);
    }
    try (ModelSession session = model.session(compute)) {
      session.predictor().labels(MadeUp.image(SIZE, SIZE, 1), SIZE, SIZE);
      if (training) {
        step(session);
      }
    }
  }

  private static void step(ModelSession session) {
    Player player =
        Player.network(
            new Objective(List.of(new CrossEntropy(1))),
            new Sgd(0.9, 5e-4, 1, Double.POSITIVE_INFINITY));
    Step step = session.step(TrainingSettings.of(BATCH_NORM, player, false), 1);
    step.run(
        session.session(),
        MadeUp.batch(1, new ImageSize(SIZE, SIZE), session.model().classes().size(), 1),
        0,
        1e-9);
  }

  /** Whoever started this process holds its standard input open, and may be gone by then. */
  private static void endWithout(BufferedReader in) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Nothing more is asked.
                }
              } catch (IOException e) {
                // It is gone as well.
              }
              Runtime.getRuntime().halt(ALONE);
            });
    watch.setDaemon(true);
    watch.start();
  }
}
