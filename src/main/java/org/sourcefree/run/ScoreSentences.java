package org.sourcefree.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.Progress;
import org.sourcefree.evaluation.Difference;
import org.sourcefree.evaluation.Scores;

/** Says what each measurement of a run found and how that differs from the one before it. */
public final class ScoreSentences implements RunListener {

  private final Progress progress;
  private Optional<Named> last;
  private boolean knowsSource;

  /**
   * A measurement.
   *
   * @param name of what was measured, as others are compared with it
   */
  private record Named(String name, double miou) {}

  /** The sentences of a run; one that is resumed goes on from what its folder holds. */
  public ScoreSentences(Progress progress, RunFolder folder) {
    this.progress = progress;
    this.last = folder.taken().isPresent() ? last(folder) : Optional.empty();
  }

  private static Optional<Named> last(RunFolder folder) {
    List<ValidationPoint> points = folder.validation();
    Optional<Scores> source = folder.results().before();
    if (points.isEmpty()) {
      return source.map(scores -> new Named(NetworkNames.SOURCE_ONLY, scores.miou()));
    }
    ValidationPoint point = points.get(points.size() - 1);
    boolean statistics = folder.results().targetStatistics().isPresent();
    String start = statistics ? NetworkNames.TARGET_STATISTICS : NetworkNames.SOURCE_ONLY;
    String name = point.step() == 0 && source.isPresent() ? start : name(point.step());
    return Optional.of(new Named(name, point.scores().miou()));
  }

  @Override
  public void sourceOnly(Scores scores) {
    knowsSource = true;
    last = Optional.empty();
    say(", " + NetworkNames.SOURCE_ONLY, new Named(NetworkNames.SOURCE_ONLY, scores.miou()));
  }

  /** Before the first step the source model is measured once more if it has target statistics. */
  @Override
  public void measured(long step, Scores scores) {
    if (step > 0) {
      say(
          String.format(Locale.ROOT, " after %d steps", step),
          new Named(name(step), scores.miou()));
    } else if (knowsSource) {
      say(
          " with " + NetworkNames.TARGET_STATISTICS,
          new Named(NetworkNames.TARGET_STATISTICS, scores.miou()));
    }
  }

  private static String name(long step) {
    return "that after %d steps".formatted(step);
  }

  private void say(String subject, Named now) {
    String change =
        last.map(each -> ", " + Difference.of(now.miou(), each.miou(), each.name())).orElse("");
    progress.say(String.format(Locale.ROOT, "mIoU %.1f %%%s%s", now.miou(), subject, change));
    last = Optional.of(now);
  }
}
