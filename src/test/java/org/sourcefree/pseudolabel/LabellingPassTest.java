package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageFolder;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Predictor;
import org.sourcefree.testing.TestImages;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

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
    List<Sample> samples = new ImageFolder(root.resolve("images")).samples();
    List<Integer> progress = new ArrayList<>();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Inference inference = model(graph, session);
      List<ClassSelection> summary =
          new LabellingPass(graph, session, inference, TinyNetwork.CLASSES, selection)
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
