package org.sourcefree.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.Progress;
import org.sourcefree.choice.ClassShares;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.RunListener;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.training.TrainingPlan;

/**
 * Looks at the predictions of some unlabelled target images while a model adapts, and says which
 * classes vanish: entropy minimisation lets a few classes win every pixel ("winner takes all", You
 * et al. 2021, section 4.3).
 */
public final class CollapseWatch {
  private static final int LOOKS_PER_ROUND = 5;
  private static final int SHOWN = 5;

  private final WatchedImages images;
  private final List<String> classes;
  private final RunFolder folder;
  private final Progress progress;
  private final RunListener listener;
  private final Set<Integer> reported = new HashSet<>();

  /**
   * Prepares the looks of a run.
   *
   * @param classes names in train-id order
   */
  public CollapseWatch(
      WatchedImages images,
      List<String> classes,
      RunFolder folder,
      Progress progress,
      RunListener listener) {
    this.images = images;
    this.classes = classes;
    this.folder = folder;
    this.progress = progress;
    this.listener = listener;
  }

  /** Reports nothing again that was reported before the run was resumed. */
  public void restore() {
    folder.watch().forEach(point -> reported.addAll(vanished(point)));
  }

  /**
   * Looks where a round begins or ends and a few times between.
   *
   * @return what it saw; empty where it is not time to, it looked at this step before, or the
   *     model's numbers are no longer finite, which the next step says
   */
  public Optional<Look> lookIfDue(long taken, TrainingPlan rounds) {
    long between = (rounds.stepsPerRound() + LOOKS_PER_ROUND - 1) / LOOKS_PER_ROUND;
    long inRound = taken % rounds.stepsPerRound();
    if (inRound % between != 0 || folder.watch().stream().anyMatch(each -> each.step() == taken)) {
      return Optional.empty();
    }
    return Optional.of(images.look()).filter(Look::isFinite).map(look -> noted(look, taken));
  }

  private Look noted(Look look, long step) {
    WatchPoint point = new WatchPoint(step, look.entropy(), look.shares());
    folder.appendWatch(point);
    listener.look(point);
    List<Integer> fresh = vanished(point).stream().filter(reported::add).toList();
    say(fresh, point);
    return look;
  }

  /** Whether a class had all but vanished at the last look. */
  public boolean sawCollapse() {
    List<WatchPoint> points = folder.watch();
    return !points.isEmpty() && !vanished(points.get(points.size() - 1)).isEmpty();
  }

  /** The classes that have all but vanished since the first look. */
  private List<Integer> vanished(WatchPoint now) {
    return ClassShares.vanished(folder.watch().get(0).shares(), now.shares());
  }

  private void say(List<Integer> vanished, WatchPoint now) {
    WatchPoint start = folder.watch().get(0);
    int shown = Math.min(SHOWN, vanished.size());
    for (int c : vanished.subList(0, shown)) {
      String change = percent(start.shares().get(c)) + " → " + percent(now.shares().get(c));
      progress.say(
          "winner takes all: %s %s of the predicted pixels after %d steps; frequent classes take over rare ones"
              .formatted(classes.get(c), change, now.step()));
    }
    if (shown < vanished.size()) {
      progress.say(
          "winner takes all: %d more classes have all but vanished after %d steps"
              .formatted(vanished.size() - shown, now.step()));
    }
  }

  private static String percent(double share) {
    if (share > 0 && share < 0.0001) {
      return "under 0.01 %";
    }
    return String.format(
        Locale.ROOT, share > 0 && share < 0.01 ? "%.2f %%" : "%.1f %%", 100 * share);
  }
}
