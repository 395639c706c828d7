package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Sample;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.data.view.Crop;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Part;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.PolynomialDecay;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.pseudolabel.PixelScores;
import org.sourcefree.pseudolabel.Selection;
import org.sourcefree.pseudolabel.Thresholds;
import org.sourcefree.testing.Plans;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A run with a term, a selection and a dataset that the product does not know. */
class OwnPartsTest {
  @TempDir private Path folder;

  /** The mean squared difference of neighbouring columns' probabilities, which needs the map. */
  public record Smoothness(double weight) implements Term.Own {
    @Override
    public String name() {
      return "smoothness";
    }

    @Override
    public boolean usesLabels() {
      return false;
    }

    @Override
    public Part part(Ops tf, Predictions predictions) {
      Operand<TFloat32> map = predictions.map(tf, predictions.probabilities());
      Operand<TFloat32> moved =
          tf.roll(map, tf.constant(new int[] {1}), tf.constant(new int[] {2}));
      Operand<TFloat32> squares = tf.math.square(tf.math.sub(map, moved));
      return Part.ofPixels(
          tf, tf.reshape(squares, tf.constant(new int[] {-1, predictions.classes()})));
    }

    @Override
    public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
      return tf.reduceSum(mean, tf.constant(0));
    }
  }

  /** Labels of some classes only. */
  public record FirstClasses(int count) implements Selection.Own {
    @Override
    public Thresholds thresholds(PixelScores scores, int classes, int round) {
      List<Float> all = new ArrayList<>();
      all.addAll(Collections.nCopies(count, Float.NEGATIVE_INFINITY));
      all.addAll(Collections.nCopies(classes - count, Float.POSITIVE_INFINITY));
      return new Thresholds(all, List.of());
    }
  }

  /** Images that are made when they are listed. */
  public record Random(Path root, int count) implements Dataset.Own {
    @Override
    public List<Sample> samples() {
      return MadeUp.images(root, count, 48, 40);
    }

    @Override
    public List<LabelFile> labelFiles(Sample sample) {
      return List.of();
    }
  }

  @Test
  void aRunTakesThem() throws Exception {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path output = folder.resolve("run");
    Adaptation config = config(new Random(images, 3), new FirstClasses(2), output);
    new TrainingRun(config, Progress.NONE).run(output, false);
    assertThat(Files.readString(output.resolve("metrics.jsonl"))).contains("\"smoothness\":");
    assertThat(output.resolve("pseudo_labels/round_1/2.png")).exists();
    assertThat(Files.readString(output.resolve("experiment.yaml")))
        .contains("kind: smoothness", "kind: first_classes", "kind: random");
  }

  @Test
  void noConfigFileNamesThem() throws Exception {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path output = folder.resolve("run");
    Adaptation config = config(new Random(images, 3), new FirstClasses(2), output);
    Path file = folder.resolve("own.yaml");
    Files.writeString(file, ConfigWriter.yaml(config));
    assertThatThrownBy(() -> ConfigReader.read(file, List.of(), Experiment.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("smoothness")
        .hasMessageContaining("negative_learning");
  }

  private Adaptation config(Dataset target, Selection selection, Path output) {
    Path model = folder.resolve("model");
    TinyNetwork.savedIn(model);
    return new Adaptation(
        1,
        output,
        PretrainedModel.unsaid(model),
        new AdaptationData(
            target,
            Optional.empty(),
            new Crop(40, new UniformScale(1, 1.2), 33),
            new EvaluationView(48, 40),
            Optional.empty()),
        new BatchNorm(
            BatchNorm.Statistics.BATCH,
            BatchNorm.ScaleAndShift.FROZEN,
            0.1,
            true,
            Optional.empty(),
            Optional.empty()),
        selection,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new CrossEntropy(1), new Smoothness(0.1)),
        new Sgd(0.9, 5e-4, 10, Double.POSITIVE_INFINITY),
        new PolynomialDecay(1e-3, 0.9, 2, 0),
        Plans.of(2, 1, 2, 2),
        Optional.empty(),
        Optional.empty());
  }
}
