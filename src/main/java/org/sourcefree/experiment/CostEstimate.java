package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.data.scenes.ScenePair;
import org.sourcefree.data.scenes.SceneWriter;
import org.sourcefree.graph.Variables.Variable;

/**
 * What a run would take of time, memory and disk.
 *
 * @param trained what is known of the images that are trained on
 * @param evaluationImages how many are measured on
 * @param runs that there will be, one after another
 */
record CostEstimate(
    PlannedWork work, Optional<DataFindings> trained, long evaluationImages, int runs) {
  /** Two checkpoints and one being written, each the weights and their momentum. */
  private static final int COPIES_IN_CHECKPOINTS = 6;

  /** The SavedModel, and as it is being written. */
  private static final int COPIES_IN_SAVED_MODEL = 2;

  private static final double GIB = 1L << 30;

  void addDisk(List<Variable> weights, Path output, List<Finding> findings) {
    long values = weights.stream().mapToLong(weight -> weight.shape().size()).sum();
    long bytes = Float.BYTES * values * (COPIES_IN_SAVED_MODEL + COPIES_IN_CHECKPOINTS);
    long view = (long) work.evaluationView().width() * work.evaluationView().height();
    long images = trained.map(DataFindings::images).orElse(0L);
    long most = bytes + work.rounds().rounds() * images * view;
    addDisk(runs == 1 ? "the run" : runs + " runs", output, runs * bytes, runs * most, findings);
    work.cache()
        .ifPresent(
            cache -> {
              long pixels = trained.map(DataFindings::pixels).orElse(0L);
              long cached = 3 * (pixels + view * (images + evaluationImages));
              addDisk("data.cache", cache.folder(), 0, cached, findings);
            });
  }

  static void addScenes(ScenePair scenes, Path output, List<Finding> findings) {
    long images = new SceneWriter(scenes).total();
    // An image's three channels and its label's one, if PNG saved nothing.
    addDisk("the pair", output, 0, 4 * images * scenes.width() * scenes.height(), findings);
  }

  private static void addDisk(
      String what, Path folder, long least, long most, List<Finding> findings) {
    long free = free(existing(folder));
    String sentence =
        "disk: %s takes at most %s in %s, where %s are free"
            .formatted(what, size(most), folder, size(free));
    if (least > free) {
      findings.add(Finding.error(sentence));
    } else {
      findings.add(most > free ? Finding.warning("%s", sentence) : Finding.note("%s", sentence));
    }
  }

  void addTimeAndMemory(DryRun.Measured measured, List<Finding> findings) {
    if (!measured.fits()) {
      findings.add(
          Finding.warning(
              "memory: a step of %d × %d×%d would need about %s, %s are available (by a step on one image of half the side, times the pixels; right to about a third); it was not tried, so that there is no estimate of time",
              work.rounds().batchSize(),
              work.trainingView().crop(),
              work.trainingView().crop(),
              size(measured.memory()),
              size(Machine.availableMemory())));
      return;
    }
    if (measured.memory() > 0) {
      findings.add(
          Finding.note(
              "memory: about %s (the most this process held over a few steps on made-up images of the config's sizes; a run holds up to a quarter more%s), %s are available",
              size(measured.memory()),
              work.compute().usesGpu() ? "; the GPU's own memory is not in it" : "",
              size(Machine.availableMemory())));
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

  private static String size(long bytes) {
    return bytes < GIB / 10
        ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / (GIB / 1024)))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  /** The folder, or the nearest above it that exists. */
  static Path existing(Path folder) {
    Path place = folder.toAbsolutePath().normalize();
    while (!Files.exists(place)) {
      place = place.resolveSibling("").toAbsolutePath();
    }
    return place;
  }

  private static long free(Path place) {
    try {
      return Files.getFileStore(place).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
