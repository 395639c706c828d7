package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Batches;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageFolder;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.data.view.Crop;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.image.Window;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Predictor;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.network.TestTimeAugmentation.Average;
import org.sourcefree.testing.TestImages;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class LabellingPassTest {
  private static final EvaluationView VIEW = new EvaluationView(56, 40);
  private static final List<ImageSize> SIZES =
      List.of(new ImageSize(90, 70), new ImageSize(33, 61), new ImageSize(56, 40));
  private static final long PIXELS = 90 * 70 + 33 * 61 + 56 * 40;

  @TempDir private Path root;
  private Path folder;

  /** What a pass left behind. */
  private record Pass(List<Sample> samples, List<ClassSelection> summary, List<Integer> progress) {}

  @BeforeEach
  void writeImages() throws IOException {
    for (int i = 0; i < SIZES.size(); i++) {
      ImageSize size = SIZES.get(i);
      TestImages.writePng(
          root.resolve("images/city" + i + "/" + i + ".png"),
          TestImages.samples(size.width(), size.height(), 3, DataBuffer.TYPE_BYTE));
    }
    folder = Files.createDirectories(root.resolve("labels"));
  }

  @Test
  void writesEveryImagesLabelsAtItsOwnSizeAndDeletesItsScratchFile() throws IOException {
    Pass pass = run(new ClassBalanced(0.2));
    for (int i = 0; i < SIZES.size(); i++) {
      assertThat(read(pass.samples().get(i)).size()).isEqualTo(SIZES.get(i));
    }
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(3);
    }
    assertThat(pass.progress()).containsExactly(1, 2, 3);
  }

  @Test
  void summaryCountsWhatTheFilesHold() {
    Pass pass = run(new ClassBalanced(0.2));
    long[] selected = new long[TinyNetwork.CLASSES];
    for (Sample sample : pass.samples()) {
      for (byte id : read(sample).ids()) {
        if (id != -1) {
          selected[id]++;
        }
      }
    }
    assertThat(pass.summary()).hasSize(TinyNetwork.CLASSES);
    for (int c = 0; c < TinyNetwork.CLASSES; c++) {
      ClassSelection of = pass.summary().get(c);
      assertThat(of.selected()).isEqualTo(selected[c]);
      assertThat(of.selected()).isEqualTo((long) (0.2 * of.predicted()));
    }
    assertThat(pass.summary().stream().mapToLong(ClassSelection::predicted).sum())
        .isEqualTo(PIXELS);
  }

  @Test
  void argmaxLabelsAreThePredictorsLabels() {
    Pass pass = run(new Argmax());
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Predictor predictor = new Predictor(session, model(graph, session));
      for (Sample sample : pass.samples()) {
        RgbImage image = ImageFiles.readRgb(sample.image());
        LabelMap labels = predictor.labels(VIEW.apply(image), image.width(), image.height());
        assertThat(read(sample).ids()).isEqualTo(labels.ids());
      }
    }
    assertThat(pass.summary()).allMatch(of -> of.selected() == of.predicted());
  }

  /** Against the graph that evaluation averages in, but for pixels that rounding decides. */
  @ParameterizedTest
  @EnumSource(Average.class)
  void mirroredViewsAreAveraged(Average average) {
    TestTimeAugmentation mirrored =
        new TestTimeAugmentation(true, List.of(1.0), Optional.of(average));
    List<Sample> samples = run(new Argmax(), mirrored).samples();
    List<LabelMap> plain = samples.stream().map(this::read).toList();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Inference inference = mirrored.build(tf, variables, TinyNetwork.MODEL);
      TinyNetwork.load(session, variables);
      Predictor predictor = new Predictor(session, inference);
      for (int i = 0; i < samples.size(); i++) {
        RgbImage image = ImageFiles.readRgb(samples.get(i).image());
        LabelMap labels = predictor.labels(VIEW.apply(image), image.width(), image.height());
        assertThat(differences(plain.get(i), labels)).isLessThan(5);
      }
    }
  }

  @Test
  void viewsOfSeveralScalesAreAveraged() {
    TestTimeAugmentation views = new TestTimeAugmentation(true, List.of(0.5, 1.5));
    assertThat(views.views()).isEqualTo(4);
    assertThat(views.pixels()).isEqualTo(5);
    List<Sample> samples = run(new Argmax(), views).samples();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Predictor predictor = new Predictor(session, model(graph, session));
      for (Sample sample : samples) {
        RgbImage image = ImageFiles.readRgb(sample.image());
        RgbImage half = Resize.bicubic(VIEW.apply(image), 28, 20);
        RgbImage larger = Resize.bicubic(VIEW.apply(image), 84, 60);
        List<LogitMap> maps =
            List.of(
                map(predictor, half),
                map(predictor, half.flip()).flip(),
                map(predictor, larger),
                map(predictor, larger.flip()).flip());
        Window whole = new Window(0, 0, image.width(), image.height());
        float[] expected = LogitMap.logProbabilities(maps, image.size(), whole);
        byte[] labels = new byte[expected.length / TinyNetwork.CLASSES];
        for (int p = 0; p < labels.length; p++) {
          labels[p] = (byte) largest(expected, p);
        }
        LabelMap ids = new LabelMap(image.width(), image.height(), labels);
        assertThat(differences(read(sample), ids)).isLessThan(5);
      }
    }
  }

  private static LogitMap map(Predictor predictor, RgbImage image) {
    try (TFloat32 logits = predictor.logits(image)) {
      return LogitMap.of(logits);
    }
  }

  private static int differences(LabelMap a, LabelMap b) {
    assertThat(a.size()).isEqualTo(b.size());
    int differences = 0;
    for (int i = 0; i < a.ids().length; i++) {
      differences += a.ids()[i] == b.ids()[i] ? 0 : 1;
    }
    return differences;
  }

  /** In views of the image's own size, mirrored ones among them. */
  @Test
  void trainingSeesTheDistributionsThatLabelsAreTheLikeliestOf() {
    Selection soft =
        new NormalisedClassBalanced(0.3, 0, 0.5, 1, Optional.of(0.25), Optional.empty());
    Sample sample = run(soft).samples().get(2);
    Labels labels = StoredLabels.of(folder, List.of(), soft);
    Crop view = new Crop(40, new UniformScale(1, 1), 40);
    TrainingData data = new TrainingData(List.of(sample), labels, view, 1, 5);
    int selected = 0;
    try (Batches batches = new Batches(data, 0)) {
      for (int step = 0; step < 6; step++) {
        Batch batch = batches.next();
        float[] distributions = batch.distributions(0).orElseThrow();
        assertThat(distributions).hasSize(40 * 40 * TinyNetwork.CLASSES);
        for (int i = 0; i < 40 * 40; i++) {
          int label = batch.labels()[i];
          selected += label >= 0 ? 1 : 0;
          assertThat(likeliest(distributions, i)).isEqualTo(label);
        }
      }
    }
    assertThat(selected).isBetween(1, 6 * 40 * 40 - 1);
  }

  /** The class of the pixel's largest number, −1 where all are 0; else they add up to 1. */
  private static int likeliest(float[] distributions, int pixel) {
    float sum = 0;
    for (int c = 0; c < TinyNetwork.CLASSES; c++) {
      sum += distributions[pixel * TinyNetwork.CLASSES + c];
    }
    if (sum == 0) {
      return -1;
    }
    assertThat(sum).isCloseTo(1, within(1e-5f));
    return largest(distributions, pixel);
  }

  private static int largest(float[] map, int pixel) {
    int first = pixel * TinyNetwork.CLASSES;
    int best = 0;
    for (int c = 1; c < TinyNetwork.CLASSES; c++) {
      best = map[first + c] > map[first + best] ? c : best;
    }
    return best;
  }

  @Test
  void anUnreadableImageIsReportedAndTheScratchFileStillDeleted() throws IOException {
    Files.write(root.resolve("images/city1/1.png"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> run(new Argmax()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1.png");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private Pass run(Selection selection) {
    return run(selection, TestTimeAugmentation.NONE);
  }

  private Pass run(Selection selection, TestTimeAugmentation views) {
    List<Sample> samples = new ImageFolder(root.resolve("images")).samples();
    List<Integer> progress = new ArrayList<>();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Inference inference = model(graph, session);
      List<ClassSelection> summary =
          new LabellingPass(graph, session, inference, TinyNetwork.CLASSES, selection, views)
              .run(
                  samples,
                  ViewReader.of(VIEW),
                  new Predictor(session, inference)::logits,
                  0,
                  folder,
                  progress::add);
      return new Pass(samples, summary, progress);
    }
  }

  private static Inference model(Graph graph, Session session) {
    Ops tf = Ops.create(graph);
    Variables variables = new Variables(tf);
    Inference inference = Inference.build(tf, variables, TinyNetwork.MODEL);
    TinyNetwork.load(session, variables);
    return inference;
  }

  private LabelMap read(Sample sample) {
    return ImageFiles.readIds(StoredLabels.file(folder, sample));
  }
}
