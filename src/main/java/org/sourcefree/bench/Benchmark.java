package org.sourcefree.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.data.Batch;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Sample;
import org.sourcefree.data.Share;
import org.sourcefree.data.ViewReader;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Machine;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.network.deeplab.OperationCount;
import org.sourcefree.pseudolabel.LabellingPass;
import org.sourcefree.training.Step;
import org.sourcefree.training.Streams;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.training.replicas.Replicas;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;

/**
 * Times an adaptation's parts on made-up images and random weights, so that neither data nor a
 * model is needed: the gradient step, the prediction of an image, the labelling pass, and the way
 * from an image file to a training sample in one thread.
 */
public final class Benchmark {

  private final Adaptation config;
  private final Models models;
  private final Plan plan;
  private final Stopwatch stopwatch;

  /** What can be timed. */
  public enum Part {
    /** A gradient step: forward, losses at full resolution, backward, update. */
    STEP,
    /** One image's labels. */
    PREDICTION,
    /** The labelling pass, decoding and encoding included. */
    LABELLING,
    /** From an image file to a training sample. */
    SAMPLE
  }

  /**
   * How much is timed.
   *
   * @param repeats that count, at least 1
   * @param warmUps runs before them, at least 0
   * @param images of the labelling pass, at least 1
   * @param parts what to time
   */
  public record Plan(int repeats, int warmUps, int images, Set<Part> parts) {
    /** Checks the numbers. */
    public Plan {
      if (repeats < 1 || warmUps < 0 || images < 1) {
        throw new InvalidInputException(
            "--repeats and --images must be at least 1 and --warm-ups at least 0, got %d, %d and %d"
                .formatted(repeats, images, warmUps));
      }
      parts = Set.copyOf(parts);
    }
  }

  /** Prepares a benchmark. */
  public Benchmark(Adaptation config, Plan plan, Models models, Progress progress) {
    this.models = models;
    this.config = config;
    this.plan = plan;
    this.stopwatch = new Stopwatch(plan.warmUps(), plan.repeats(), progress);
  }

  /**
   * Runs.
   *
   * @throws InvalidInputException if the config says neither a network nor where a model is, or
   *     what this machine cannot do
   */
  public BenchmarkReport run() {
    config.requireComputable();
    Model model = model();
    List<BenchmarkReport.Timing> timings = new ArrayList<>();
    double peak = MatmulPeak.measure();
    if (plan.parts().contains(Part.STEP) && config.objectiveSum().isPresent()) {
      timings.add(step(model));
    }
    if (plan.parts().contains(Part.PREDICTION)) {
      timings.add(prediction(model));
    }
    if (plan.parts().contains(Part.LABELLING) && config.makesLabels()) {
      timings.add(labelling(model));
    }
    if (plan.parts().contains(Part.SAMPLE)) {
      timings.add(sample());
    }
    return report(model, timings, peak);
  }

  /** The timings with what they were measured on. */
  BenchmarkReport report(Model model, List<BenchmarkReport.Timing> timings, double peak) {
    Map<String, Object> machine = new LinkedHashMap<>(Machine.facts());
    machine.put("device", config.compute().usesGpu() ? "GPU" : "CPU");
    machine.put("precision", config.compute().precision().name().toLowerCase(Locale.ROOT));
    return new BenchmarkReport(machine, work(model), timings, peak, Machine.peakMemory());
  }

  /** The config's model, as far as a step needs it. */
  Model model() {
    PretrainedModel said = config.model();
    if (said.network().isPresent() && said.classSet().isPresent()) {
      ClassSet classes = said.classSet().orElseThrow();
      Preprocessing preprocessing = said.preprocessing().orElse(Preprocessing.CAFFE);
      return new Model(said.network().get(), classes, preprocessing);
    }
    return models.open(said, Use.TRAINING).model();
  }

  private Map<String, String> work(Model model) {
    Map<String, String> work = new LinkedHashMap<>();
    if (model.network() instanceof DeepLabV2 network) {
      work.put("stages", listed(network.stages()));
      work.put("width", Double.toString(network.width()));
      work.put("atrous-rates", listed(network.atrousRates()));
    }
    EvaluationView view = config.data().evaluationView();
    work.put("classes", Integer.toString(model.classes().size()));
    work.put("batch", Integer.toString(config.training().batchSize()));
    ImageSize seen = config.data().trainingView().largest();
    if (seen.width() == seen.height()) {
      work.put("crop", Integer.toString(seen.width()));
    }
    work.put("view", view.width() + "," + view.height());
    return work;
  }

  private static String listed(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private BenchmarkReport.Timing step(Model model) {
    return step("step", model, config.compute(), Replicas.ONE, Share.ALL);
  }

  /**
   * A gradient step on a share of the batch.
   *
   * @param part as it is named in the table
   * @param replicas who takes it together
   */
  BenchmarkReport.Timing step(
      String part, Model model, Compute compute, Replicas replicas, Share share) {
    ImageSize size = config.data().trainingView().largest();
    Map<String, Batch> batches =
        Streams.madeUp(Streams.sizes(config.sizes(), share), model.classes().size(), config.seed());
    TrainingSettings settings = config.step().orElseThrow().among(replicas);
    int images =
        replicas.equals(Replicas.ONE)
            ? share.size(config.training().batchSize())
            : config.training().batchSize();
    try (ModelSession session = open(model, compute)) {
      Step step = session.step(settings, config.seed());
      step.begin(session.session());
      // As before training: what the weights took of Java's heap is given back.
      System.gc();
      long[] number = {0};
      List<Double> seconds =
          stopwatch.time(part, () -> step.run(session.session(), batches, number[0]++, 1e-6));
      return Stopwatch.timing(
          part,
          images,
          size.width(),
          size.height(),
          seconds,
          images * operations(model, size.width(), size.height(), true));
    }
  }

  private BenchmarkReport.Timing prediction(Model model) {
    EvaluationView view = config.data().evaluationView();
    RgbImage image = MadeUp.image(view.width(), view.height(), 1);
    try (ModelSession session = open(model)) {
      List<Double> seconds =
          stopwatch.time(
              "prediction", () -> session.predictor().labels(image, image.width(), image.height()));
      return Stopwatch.timing(
          "prediction",
          1,
          view.width(),
          view.height(),
          seconds,
          operations(model, view.width(), view.height(), false));
    }
  }

  /** Whole passes over images of twice the view's size, decoding and encoding included. */
  private BenchmarkReport.Timing labelling(Model model) {
    EvaluationView view = config.data().evaluationView();
    Path folder = temporary();
    try (ModelSession session = open(model)) {
      List<Sample> samples =
          MadeUp.images(folder, plan.images(), 2 * view.width(), 2 * view.height());
      LabellingPass pass =
          new LabellingPass(
              session.graph(),
              session.session(),
              session.inference(),
              model.classes().size(),
              config.pseudoLabels());
      Path labels = folder.resolve("labels");
      List<Double> seconds =
          stopwatch.time(
              "labelling pass",
              () -> {
                Folders.delete(labels);
                Folders.create(labels);
                return pass.run(
                    samples,
                    ViewReader.of(view),
                    session.predictor()::logits,
                    0,
                    labels,
                    done -> {});
              });
      return Stopwatch.timing(
          "labelling pass",
          samples.size(),
          view.width(),
          view.height(),
          seconds,
          samples.size() * operations(model, view.width(), view.height(), false));
    } finally {
      Folders.delete(folder);
    }
  }

  private BenchmarkReport.Timing sample() {
    Path folder = temporary();
    try {
      SampleWork work = new SampleWork(folder, config.data().trainingView(), config.seed());
      return Stopwatch.timing(
          "sample", 1, SampleWork.WIDTH, SampleWork.HEIGHT, stopwatch.time("sample", work::run), 0);
    } finally {
      Folders.delete(folder);
    }
  }

  /** The model with random weights. */
  private ModelSession open(Model model) {
    return open(model, config.compute());
  }

  private ModelSession open(Model model, Compute compute) {
    ModelSession session = new ModelSession(model, compute);
    session.initialise(config.seed());
    return session;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sourcefree-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double operations(Model model, int width, int height, boolean step) {
    if (!(model.network() instanceof DeepLabV2 network)) {
      return 0;
    }
    int classes = model.classes().size();
    return step
        ? OperationCount.step(network, classes, height, width)
        : OperationCount.forward(network, classes, height, width);
  }
}
