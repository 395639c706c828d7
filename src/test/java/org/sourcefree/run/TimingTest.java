package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;

final class TimingTest {
  @TempDir private Path folder;
  private long now;

  private Timing timing(boolean resumed) {
    return new Timing(Progress.NONE, folder, resumed, () -> now);
  }

  private void pass(double seconds) {
    now += Math.round(1e9 * seconds);
  }

  private Timing.Spent spent() {
    return Json.read(folder.resolve("timing.json"), Timing.Spent.class);
  }

  @Test
  void countsWhatIsInsideApart() {
    Timing timing = timing(false);
    pass(1);
    try (Progress.Task training = timing.start("training", 10, 0)) {
      pass(2);
      timing.unshown(
          "saving states",
          () -> {
            pass(4);
            return 0;
          });
      pass(8);
      training.advance(1, "");
    }
    pass(16);
    timing.write();
    assertThat(spent())
        .isEqualTo(
            new Timing.Spent(31, Map.of("other", 17.0, "training", 10.0, "saving states", 4.0)));
  }

  @Test
  void takesPiecesAlikeTogether() {
    Timing timing = timing(false);
    for (int round = 1; round <= 2; round++) {
      try (Progress.Task labelling = timing.start("labelling, round " + round, 3, 0)) {
        pass(0.5);
        labelling.advance(3, "");
      }
    }
    assertThat(spent().parts()).containsEntry("labelling", 1.0);
  }

  @Test
  void endsWhatWasLeftOpenInside() {
    Timing timing = timing(false);
    Progress.Task training = timing.start("training", 10, 0);
    timing.unshown("first step");
    pass(1);
    training.close();
    pass(2);
    timing.write();
    assertThat(spent().parts()).isEqualTo(Map.of("other", 2.0, "training", 0.0, "first step", 1.0));
  }

  @Test
  void addsToWhatWasTakenBefore() {
    pass(3);
    Timing first = timing(false);
    pass(1);
    first.write();
    Timing second = timing(true);
    pass(2);
    second.write();
    assertThat(spent()).isEqualTo(new Timing.Spent(3, Map.of("other", 3.0)));
    timing(false).write();
    assertThat(spent().seconds()).isZero();
  }
}
