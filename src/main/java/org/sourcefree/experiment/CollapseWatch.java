package org.sourcefree.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.PredictionSummary;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.training.TrainingPlan;

/**
 * Looks at the predictions of some unlabelled target images while a model adapts, and says which
 * classes vanish: entropy minimisation lets a few classes win every pixel ("winner takes all", You
 * et al. 2021, section 4.3).
 */
final class CollapseWatch {
  private static final int IMAGES = 16;
  private static final int LOOKS_PER_ROUND = 5;
  private static final double VANISHED = 0.1;

  private final PredictionSummary summary;
  private final List<Sample> samples;
  private final ViewReader views;
  private final List<String> classes;
  private final RunFolder folder;
  private final Hooks hooks;
  private final Set<String> reported = new HashSet<>();

  /** Prepares the looks of a run at evenly spaced ones of the images adapted to. */
  CollapseWatch(RunParts parts) {
    ModelSession model = parts.model();
    this.classes = parts.classes();
    this.summary =
        new PredictionSummary(model.graph(), model.session(), model.inference(), classes.size());
    this.samples = Sample.spread(parts.samples(), IMAGES);
    this.views = parts.views();
    this.folder = parts.folder();
    this.hooks = parts.hooks();
  }

  /** A class whose share of the predicted pixels fell below a tenth of what it was. */
  record Vanished(String name, double before, double now) {
    /** One line for people. */
    String sentence(long step) {
      return String.format(
          Locale.ROOT,
          "winner takes all: %s %s → %s of the predicted pixels after %d steps; frequent classes take over rare ones",
          name,
          percent(before),
          percent(now),
          step);
    }

    private static String percent(double share) {
      if (share > 0 && share < 0.0001) {
        return "under 0.01 %";
      }
      return String.format(
          Locale.ROOT, share > 0 && share < 0.01 ? "%.2f %%" : "%.1f %%", 100 * share);
    }
  }

  /** Reports nothing again that was reported before the run was resumed. */
  void restore() {
    List<WatchPoint> points = folder.watch();
    for (WatchPoint point : points) {
      vanished(points.get(0), point).forEach(each -> reported.add(each.name()));
    }
  }

  /**
   * Looks where a round begins or ends and a few times between.
   *
   * @return whether it looked; not twice at the same step
   */
  boolean lookIfDue(long taken, TrainingPlan rounds) {
    long between = (rounds.stepsPerRound() + LOOKS_PER_ROUND - 1) / LOOKS_PER_ROUND;
    long inRound = taken % rounds.stepsPerRound();
    boolean due =
        inRound % between == 0 && folder.watch().stream().noneMatch(each -> each.step() == taken);
    if (due) {
      look(taken);
    }
    return due;
  }

  private void look(long step) {
    PredictionSummary.Sums sums = null;
    try (Prefetcher<RgbImage> images =
        new Prefetcher<>(0, samples.size(), i -> views.read(samples.get((int) i)))) {
      while (images.hasNext()) {
        PredictionSummary.Sums one = summary.of(images.next());
        sums = sums == null ? one : sums.plus(one);
      }
    }
    if (sums == null) {
      return;
    }
    if (!Double.isFinite(sums.entropy())) {
      return; // The next step, or the export after the last, stops the run and says so.
    }
    List<Double> shares = new ArrayList<>();
    for (long count : sums.pixels()) {
      shares.add((double) count / sums.total());
    }
    WatchPoint point = new WatchPoint(step, sums.entropy() / sums.total(), shares);
    folder.appendWatch(point);
    hooks.listener().look(point);
    for (Vanished each : vanished(folder.watch().get(0), point)) {
      if (reported.add(each.name())) {
        hooks.progress().say(each.sentence(step));
      }
    }
  }

  private List<Vanished> vanished(WatchPoint start, WatchPoint now) {
    List<Vanished> vanished = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      double before = start.shares().get(c);
      double share = now.shares().get(c);
      if (share < VANISHED * before) {
        vanished.add(new Vanished(classes.get(c), before, share));
      }
    }
    return vanished;
  }
}
