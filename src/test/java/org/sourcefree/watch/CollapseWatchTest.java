package org.sourcefree.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.RunListener;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.testing.Plans;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.TrainingPlan;

/** A network of five classes whose head's bias alone says which one wins. */
class CollapseWatchTest {
  private static final TrainingPlan ROUNDS = Plans.of(2, 2, 12, 100);

  @TempDir private Path root;
  private ModelSession model;
  private RunFolder folder;
  private final List<String> said = new ArrayList<>();
  private final List<WatchPoint> told = new ArrayList<>();

  @BeforeEach
  void open() {
    model = new ModelSession(TinyNetwork.MODEL);
    model.initialise(3);
    folder = RunFolder.open(root.resolve("run"), "kind: adaptation\n", ROUNDS, false);
    folder.create();
  }

  @AfterEach
  void close() {
    folder.close();
    model.close();
  }

  @Test
  void looksFiveTimesARoundAndOnceAStep() throws IOException {
    CollapseWatch watch = watch();
    win(0);
    List<Long> looks = new ArrayList<>();
    for (long taken = 0; taken <= 24; taken++) {
      if (watch.lookIfDue(taken, ROUNDS).isPresent()) {
        looks.add(taken);
      }
      assertThat(watch.lookIfDue(taken, ROUNDS)).isEmpty();
    }
    assertThat(looks).containsExactly(0L, 3L, 6L, 9L, 12L, 15L, 18L, 21L, 24L);
    assertThat(told).extracting(WatchPoint::step).isEqualTo(looks);
    assertThat(folder.watch()).isEqualTo(told);
    assertThat(told.get(0).shares()).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(told.get(0).entropy()).isCloseTo(0, within(1e-3));
    assertThat(said).isEmpty();
  }

  @Test
  void aClassThatVanishesIsSaidOnce() throws IOException {
    CollapseWatch watch = watch();
    win(0);
    watch.lookIfDue(0, ROUNDS);
    win(1);
    watch.lookIfDue(3, ROUNDS);
    watch.lookIfDue(6, ROUNDS);
    assertThat(said)
        .containsExactly(
            "winner takes all: a 100.0 % → 0.0 % of the predicted pixels after 3 steps; frequent"
                + " classes take over rare ones");
  }

  @Test
  void aResumedRunSaysNothingAgain() throws IOException {
    CollapseWatch before = watch();
    win(0);
    before.lookIfDue(0, ROUNDS);
    win(1);
    before.lookIfDue(3, ROUNDS);
    said.clear();
    CollapseWatch resumed = watch();
    resumed.restore();
    assertThat(resumed.lookIfDue(3, ROUNDS)).isEmpty();
    assertThat(resumed.lookIfDue(6, ROUNDS)).isPresent();
    assertThat(said).isEmpty();
  }

  @Test
  void numbersThatAreNotFiniteAreLeftToTheStep() throws IOException {
    bias(new float[] {Float.NaN, 0, 0, 0, 0});
    assertThat(watch().lookIfDue(0, ROUNDS)).isEmpty();
    assertThat(folder.watch()).isEmpty();
  }

  /** Gives every pixel to a class. */
  private void win(int label) {
    float[] values = new float[TinyNetwork.CLASSES];
    values[label] = 1e4f;
    bias(values);
  }

  private void bias(float[] values) {
    model.variables().assign(model.session(), Map.of("layer5.conv2d_list.0.bias", values));
  }

  private CollapseWatch watch() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path image = root.resolve(i + ".png");
      byte[] pixels = new byte[3 * 24 * 16];
      pixels[i] = 100;
      PngWriter.writeRgb(image, new RgbImage(24, 16, pixels));
      samples.add(new Sample(String.valueOf(i), image, Optional.empty()));
    }
    RunListener listener =
        new RunListener() {
          @Override
          public void look(WatchPoint point) {
            told.add(point);
          }
        };
    ViewReader views = ViewReader.of(new EvaluationView(24, 16));
    return new CollapseWatch(
        new WatchedImages(model, samples, views),
        model.model().classes().names(),
        folder,
        progress(),
        listener);
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public Task start(String task, long total, long taken) {
        throw new AssertionError("a look shows no progress");
      }

      @Override
      public void say(String sentence) {
        said.add(sentence);
      }
    };
  }
}
