package org.sourcefree.run;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.events.EventFile;
import org.sourcefree.run.events.EventHistory;
import org.sourcefree.training.StepLosses;

/**
 * A run as TensorBoard shows it, event files in the run folder: {@code loss/TERM} and {@code
 * learning_rate} of the step that is counted from 0 as in metrics.jsonl; all else of the model
 * after so many steps: {@code evaluation/miou}, {@code evaluation/iou/CLASS}, percent, the same
 * under {@code source_only} for the source model, {@code target/share/CLASS}, 0 to 1, {@code
 * target/entropy}, nats, and pictures under {@code target_N/…}.
 */
public final class RunEvents implements RunListener, AutoCloseable {
  private static final String LOSS = "loss/";
  private static final String RATE = "learning_rate";
  private static final String LABELS = "/pseudo_labels";

  private final EventFile file;
  private final List<String> classes;

  /**
   * Begins a file, and removes from older ones the steps that are taken again.
   *
   * @param taken steps that the run resumes from; empty if it starts, which empties the older files
   * @param classes names in train-id order
   */
  public RunEvents(Path folder, OptionalLong taken, List<String> classes) {
    long start = taken.orElse(-1);
    new EventHistory(folder)
        .keep((step, tag) -> step < start || (step == start && !isOfNextStep(tag)));
    this.file = new EventFile(folder);
    this.classes = classes;
  }

  /** Whether what is written at a step is written after the state at that step was saved. */
  private static boolean isOfNextStep(String tag) {
    return tag.startsWith(LOSS) || tag.equals(RATE) || tag.contains(LABELS);
  }

  @Override
  public void step(StepLosses losses) {
    file.scalar(losses.step(), LOSS + "total", losses.total());
    losses.terms().forEach((name, value) -> file.scalar(losses.step(), LOSS + name, value));
    file.scalar(losses.step(), RATE, losses.learningRate());
  }

  @Override
  public void look(WatchPoint point) {
    file.scalar(point.step(), "target/entropy", point.entropy());
    for (int c = 0; c < classes.size(); c++) {
      file.scalar(point.step(), "target/share/" + classes.get(c), point.shares().get(c));
    }
  }

  @Override
  public void sourceOnly(Scores scores) {
    scores(0, "source_only", scores);
  }

  @Override
  public void measured(long step, Scores scores) {
    scores(step, "evaluation", scores);
  }

  private void scores(long step, String group, Scores scores) {
    file.scalar(step, group + "/miou", scores.miou());
    scores.iou().forEach((name, iou) -> file.scalar(step, group + "/iou/" + name, iou));
  }

  /** A target image beside what the model predicts of it after so many steps. */
  public void prediction(long step, int image, RgbImage picture) {
    file.image(step, "target_%d/prediction".formatted(image), picture);
  }

  /** A target image beside the pseudo labels that the round beginning at a step trains on. */
  public void pseudoLabels(long step, int image, RgbImage picture) {
    file.image(step, "target_" + image + LABELS, picture);
  }

  /** Hands everything written so far to the disk. */
  public void flush() {
    file.flush();
  }

  @Override
  public void close() {
    file.close();
  }
}
