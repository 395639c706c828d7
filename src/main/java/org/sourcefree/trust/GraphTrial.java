package org.sourcefree.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.config.Json;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Compute;
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
 * {@code GraphProbe} starts. The model comes on standard input; what a run would refuse is no
 * failure here, as the run will refuse it.
 */
final class GraphTrial {
  /** Begins the line with what was found, among whatever natives print. */
  static final String RESULT = "sourcefree result: ";

  private static final int SIZE = 64;
  private static final int TOO_LONG = 124;
  private static final BatchNorm BATCH_NORM =
      new BatchNorm(
          BatchNorm.Statistics.BATCH, BatchNorm.ScaleAndShift.ALL, 0.1, false, Optional.empty());

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

  /** Tries a model for a use, within so many seconds. */
  public static void main(String[] args) throws IOException {
    // As the command line does.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    endAfter(Long.parseLong(args[1]));
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    PretrainedModel model = Json.read(text, "the model", PretrainedModel.class);
    String result = RESULT + Json.line(tried(model, Task.valueOf(args[0]))) + "\n";
    System.out.writeBytes(result.getBytes(StandardCharsets.UTF_8));
    System.out.flush();
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
        session.session(), MadeUp.batch(1, SIZE, session.model().classes().size(), 1), 0, 1e-9);
  }

  /** Whoever started this process may be gone by then. */
  private static void endAfter(long seconds) {
    Thread watch =
        new Thread(
            () -> {
              try {
                Thread.sleep(1000 * seconds);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(TOO_LONG);
            });
    watch.setDaemon(true);
    watch.start();
  }
}
