package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.evaluation.Scores;

class ScoreSentencesTest {
  @TempDir private Path root;
  private final List<String> said = new ArrayList<>();

  private final Progress progress =
      new Progress() {
        @Override
        public Task start(String task, long total, long taken) {
          return Progress.NONE.start(task, total, taken);
        }

        @Override
        public void say(String sentence) {
          said.add(sentence);
        }
      };

  private static Scores scores(double miou) {
    return new Scores(miou, Map.of("road", miou));
  }

  private RunFolder folder(boolean resume) {
    return RunsInFolder.open(root.resolve("run"), resume);
  }

  @Test
  void everyMeasurementIsComparedWithTheOneBefore() {
    try (RunFolder folder = folder(false)) {
      ScoreSentences sentences = new ScoreSentences(progress, folder);
      sentences.sourceOnly(scores(39.04));
      sentences.measured(0, scores(57.6));
      sentences.measured(75, scores(46.2));
      sentences.measured(150, scores(46.23));
    }
    assertThat(said)
        .containsExactly(
            "mIoU 39.0 %, source only",
            "mIoU 57.6 % with target statistics, +18.6 over source only",
            "mIoU 46.2 % after 75 steps, 11.4 below target statistics",
            "mIoU 46.2 % after 150 steps, level with that after 75 steps");
  }

  @Test
  void aModelWithoutTargetStatisticsIsSpokenOfOnce() {
    try (RunFolder folder = folder(false)) {
      ScoreSentences sentences = new ScoreSentences(progress, folder);
      sentences.measured(0, scores(39));
      sentences.sourceOnly(scores(39));
      sentences.measured(12, scores(40));
    }
    assertThat(said)
        .containsExactly(
            "mIoU 39.0 %, source only", "mIoU 40.0 % after 12 steps, +1.0 over source only");
  }

  @Test
  void aPretrainedModelHasNothingToBeComparedWith() {
    try (RunFolder folder = folder(false)) {
      new ScoreSentences(progress, folder).measured(40, scores(39));
    }
    assertThat(said).containsExactly("mIoU 39.0 % after 40 steps");
  }

  @Test
  void aResumedRunGoesOnFromWhatWasMeasured() {
    try (RunFolder folder = folder(false)) {
      folder.create();
      Results results = Results.none().withBefore(scores(39));
      folder.writeResults(results.withTargetStatistics(scores(57.6)));
      folder.appendValidation(new ValidationPoint(0, scores(57.6)));
      RunsInFolder.save(folder, 0);
    }
    try (RunFolder folder = folder(true)) {
      new ScoreSentences(progress, folder).measured(4, scores(50));
    }
    assertThat(said).containsExactly("mIoU 50.0 % after 4 steps, 7.6 below target statistics");
  }
}
