package org.sourcefree.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.machine.Machine;
import org.sourcefree.machine.Memory;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.scenes.ScenePair;
import org.sourcefree.scenes.SceneWriter;

/**
 * What a run would take of time, memory and disk.
 *
 * @param trained what is known of the images that are trained on
 * @param evaluationImages how many are measured on
 * @param runs that there will be, one after another
 */
record CostEstimate(
    TrainingConfig work, Optional<DataFindings> trained, long evaluationImages, int runs) {
  void addDisk(List<Variable> weights, Path output, List<Finding> findings) {
    long images = trained.map(DataFindings::images).orElse(0L);
    long pixels = trained.map(DataFindings::pixels).orElse(0L);
    DiskNeed run =
        DiskNeed.of(
            weights,
            work.training(),
            work.objectiveSum().isPresent(),
            work.passes() > 0 ? pixels : 0,
            output);
    findings.add(Finding.of(run.times(runs)));
    work.data()
        .cache()
        .ifPresent(
            cache -> {
              EvaluationView seen = work.data().evaluationView();
              long view = (long) seen.width() * seen.height();
              long cached = 3 * (pixels + view * (images + evaluationImages));
              findings.add(Finding.of(new DiskNeed("data.cache", cache.folder(), 0, cached)));
            });
  }

  static void addScenes(ScenePair scenes, Path output, List<Finding> findings) {
    long images = new SceneWriter(scenes).total();
    // An image's three channels and its label's one, if PNG saved nothing.
    long most = 4 * images * scenes.width() * scenes.height();
    findings.add(Finding.of(new DiskNeed("the pair", output, 0, most)));
  }

  void addTimeAndMemory(DryRun.Measured measured, List<Finding> findings) {
    if (!measured.fits()) {
      findings.add(
          Finding.warning(
              "memory: a step of %d × %d×%d would need about %s, %s are available (by a step on one image of half the side, times the pixels; right to about a third); it was not tried, so that there is no estimate of time",
              work.training().batchSize(),
              work.data().trainingView().largest().width(),
              work.data().trainingView().largest().height(),
              Memory.size(measured.memory()),
              Memory.size(Machine.availableMemory())));
      return;
    }
    if (measured.memory() > 0) {
      findings.add(
          Finding.note(
              "memory: about %s (the most this process held over a few steps on made-up images of the config's sizes; a run holds up to a quarter more%s), %s are available",
              Memory.size(measured.memory()),
              work.compute().usesGpu() ? "; the GPU's own memory is not in it" : "",
              Memory.size(Machine.availableMemory())));
    }
    long images = trained.map(DataFindings::images).orElse(0L);
    long predictions = work.passes() * images + work.evaluations() * evaluationImages;
    double seconds =
        work.steps() * measured.step().middle() + predictions * measured.prediction().middle();
    String each = runs == 1 ? "" : " (%d runs of %s)".formatted(runs, duration(seconds));
    findings.add(
        Finding.note(
            "time: about %s%s: %d steps of %s and %d predictions of %s (each timed twice on made-up images; reading images and writing results are not in it, and machines vary: expect from two thirds to double)",
            duration(runs * seconds),
            each,
            work.steps(),
            times(measured.step()),
            predictions,
            times(measured.prediction())));
  }

  private static String times(DryRun.Range range) {
    return String.format(Locale.ROOT, "%.3g to %.3g s", range.least(), range.most());
  }

  static String duration(double seconds) {
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
    }
    return seconds < 2 * 3600
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
