package org.sourcefree.check;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.RankedPart;
import org.sourcefree.data.Share;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.image.ImageSize;
import org.sourcefree.machine.Machine;
import org.sourcefree.machine.Memory;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.scenes.ScenePair;
import org.sourcefree.scenes.SceneWriter;

/**
 * What a run would take of time, memory and disk.
 *
 * @param trained what is known of the images that are trained on
 * @param source what is known of the source images beside them
 * @param evaluationImages how many are measured on
 * @param runs that there will be, one after another
 * @param workers who share each
 */
record CostEstimate(
    TrainingConfig work,
    Optional<DataFindings> trained,
    Optional<DataFindings> source,
    long evaluationImages,
    int runs,
    int workers) {
  void addDisk(DiskNeed.Stored stored, int classes, Path output, List<Finding> findings) {
    long images = trained.map(DataFindings::images).orElse(0L);
    long pixels = trained.map(DataFindings::pixels).orElse(0L);
    long kept = work.keptLogits(images, classes) + keptSource() * pixelsOf(source);
    DiskNeed run =
        DiskNeed.of(
            stored,
            work.training(),
            work.step().isPresent(),
            work.passes() > 0 ? pixels + kept : 0,
            output);
    findings.add(Finding.of(run.times(runs)));
    work.data()
        .cache()
        .ifPresent(
            cache -> {
              EvaluationView seen = work.data().evaluationView();
              long view = (long) seen.width() * seen.height();
              EvaluationView labelled = work.data().labelling().whole();
              long own =
                  labelled.equals(seen) ? 0 : (long) labelled.width() * labelled.height() * images;
              long cached = 3 * (pixels + view * (images + evaluationImages) + own);
              findings.add(Finding.of(new DiskNeed("data.cache", cache.folder(), 0, cached)));
            });
  }

  static void addScenes(ScenePair scenes, Path output, List<Finding> findings) {
    long images = new SceneWriter(scenes).total();
    // An image's three channels and its label's one, if PNG saved nothing.
    long most = 4 * images * scenes.width() * scenes.height();
    findings.add(Finding.of(new DiskNeed("the pair", output, 0, most)));
  }

  void addTimeAndMemory(DryRun.Measured measured, int classes, List<Finding> findings) {
    if (!measured.fits()) {
      findings.add(
          Finding.warning(
              "memory: a step of %d × %d×%d would need about %s, %s are available (by a step on one image of half the side, times the pixels; right to about a third); it was not tried, so that there is no estimate of time",
              images(),
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
    addTime(measured, classes, findings);
  }

  private void addTime(DryRun.Measured measured, int classes, List<Finding> findings) {
    long predictions = Math.round(predictions());
    long together = Math.round(sharedPredictions());
    Map<String, Double> parts = parts(measured, addMatching(classes, findings));
    double seconds = parts.values().stream().mapToDouble(part -> part).sum();
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
    if (parts.size() > 1) {
      findings.add(
          Finding.note(
              "parts%s: %s (timing.json will say what they took)",
              runs == 1 ? "" : " of a run",
              parts.entrySet().stream()
                  .map(part -> part.getKey() + " " + duration(part.getValue()))
                  .collect(Collectors.joining(", "))));
    }
    if (workers > 1) {
      findings.add(
          Finding.note(
              "workers: %d, of which each takes up to %d of a batch's %d images, as timed here, and its part of %d predictions; what they sum and wait is not in the time, and bench --workers measures it",
              workers, images(), work.training().batchSize(), together));
    }
  }

  /** Seconds of a run by what they are spent on, in timing.json's words. */
  private Map<String, Double> parts(DryRun.Measured measured, double matching) {
    double prediction = measured.prediction().middle();
    double shared = prediction / workers;
    double labelling =
        labellingPredictions() * (sharesLabelling() ? shared : prediction) + matching;
    double evaluating = evaluationPredictions() * shared;
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("training", work.steps() * measured.step().middle());
    parts.put("labelling", labelling);
    parts.put("evaluating", evaluating);
    double before = trained.map(DataFindings::images).orElse(0L) * shared;
    Optional<Adaptation> adaptation = Adaptation.of(work);
    if (adaptation.flatMap(each -> RankedPart.of(each.data().source())).isPresent()) {
      parts.put("ranking", before);
    }
    if (adaptation.filter(each -> each.batchNorm().targetStatistics()).isPresent()) {
      parts.put("target statistics", before);
    }
    parts.values().removeIf(part -> part == 0);
    return parts;
  }

  /** Of a batch, of the worker who takes the most. */
  private int images() {
    return new Share(workers - 1, workers).size(work.training().batchSize());
  }

  /** Predictions that the workers divide; who labels alone is the chief. */
  private double sharedPredictions() {
    return sharesLabelling() ? predictions() : predictions() - labellingPredictions();
  }

  private boolean sharesLabelling() {
    return Adaptation.of(work).filter(each -> !each.labelsTogether()).isEmpty();
  }

  /** Source images whose labels a round filters and keeps. */
  private long keptSource() {
    int sources = Math.toIntExact(source.map(DataFindings::images).orElse(0L));
    return Adaptation.of(work).map(each -> each.data().sourceUse().kept(sources)).orElse(0);
  }

  /** Of one image on average. */
  private static long pixelsOf(Optional<DataFindings> images) {
    return images.map(each -> each.pixels() / Math.max(1, each.images())).orElse(0L);
  }

  private long labellingPasses() {
    return work.makesLabels() && work.steps() > 0 ? work.training().rounds() : 0;
  }

  /** By the pixels of all views, as many of the evaluation view's size. */
  private double predictions() {
    long images = trained.map(DataFindings::images).orElse(0L);
    return (work.passes() - labellingPasses()) * images
        + labellingPredictions()
        + evaluationPredictions();
  }

  private double evaluationPredictions() {
    return work.evaluations() * evaluationImages * work.data().augmentation().pixels();
  }

  private double labellingPredictions() {
    long images = trained.map(DataFindings::images).orElse(0L);
    EvaluationView seen = work.data().evaluationView();
    EvaluationView labelled = work.data().labelling().whole();
    double larger =
        (double) labelled.width() * labelled.height() / ((double) seen.width() * seen.height());
    double labelling = images * work.data().labelling().views().pixels() + keptSource();
    return labellingPasses() * larger * labelling;
  }

  /** Seconds that matching takes beside its predictions. */
  private double addMatching(int classes, List<Finding> findings) {
    long images = trained.map(DataFindings::images).orElse(0L);
    MatchingCost cost = matching(classes);
    double seconds =
        (images * cost.target() + keptSource() * cost.source())
            / Runtime.getRuntime().availableProcessors();
    if (seconds > 0) {
      findings.add(
          Finding.note(
              "matching: about %s a round to compare %d target and filter %d source images, beside their predictions (by one made-up image of each; reading the source's labels is not in it)",
              duration(seconds), images, keptSource()));
    }
    return labellingPasses() * seconds;
  }

  private MatchingCost matching(int classes) {
    EvaluationView view = work.data().labelling().whole();
    double larger = Math.sqrt((double) pixelsOf(trained) / ((double) view.width() * view.height()));
    ImageSize image =
        new ImageSize(
            (int) Math.max(1, view.width() * larger), (int) Math.max(1, view.height() * larger));
    return Adaptation.of(work)
        .map(each -> MatchingCost.of(each.data().sourceUse(), classes, view, image, work.seed()))
        .orElse(new MatchingCost(0, 0));
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
