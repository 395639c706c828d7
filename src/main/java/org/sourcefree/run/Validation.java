package org.sourcefree.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.files.Folders;
import org.sourcefree.model.ModelSession;

/**
 * Measures a model on labelled images as it trains and keeps the one with the highest mIoU beside
 * the last. Training learns nothing of it.
 */
public final class Validation {
  private static final String NOTE =
      "chosen by the labels of data.evaluation; where they are the target's, that is not source-free";

  private final Function<ModelSession, Optional<Measurement>> evaluation;
  private final Optional<Long> every;
  private final RunFolder folder;
  private final RunListener listener;
  private long lastStep = -1;
  private Optional<Measurement> last = Optional.empty();

  /**
   * Prepares the measurements of a run.
   *
   * @param evaluation of a model, empty if there are no labelled images
   * @param every steps between two; only what is asked for if empty
   */
  public Validation(
      Function<ModelSession, Optional<Measurement>> evaluation,
      Optional<Long> every,
      RunFolder folder,
      RunListener listener) {
    this.evaluation = evaluation;
    this.every = every;
    this.folder = folder;
    this.listener = listener;
  }

  /** Forgets the best of a run that starts anew. */
  public void restore(OptionalLong taken) {
    if (taken.isEmpty() && folder.results().best().isPresent()) {
      folder.writeResults(Results.none());
    }
  }

  /** Measures if it is time to; not twice at the same step. */
  public void measureIfDue(ModelSession model, long taken) {
    if (every.isPresent() && taken % every.get() == 0 && !isNoted(taken)) {
      measure(model, taken);
    }
  }

  /** What the model scores after so many steps, empty if there are no labelled images. */
  public Optional<Measurement> measure(ModelSession model, long taken) {
    if (taken != lastStep) {
      last = folder.measuring(() -> evaluation.apply(model));
      lastStep = taken;
      last.ifPresent(measured -> note(model, new ValidationPoint(taken, measured.scores())));
    }
    return last;
  }

  private void note(ModelSession model, ValidationPoint point) {
    if (!isNoted(point.step())) {
      listener.measured(point.step(), point.scores());
      folder.appendValidation(point);
    }
    if (every.isPresent() && isBest(point)) {
      keep(model);
      folder.writeResults(
          folder.results().withBest(new Results.Best(point.step(), point.scores(), NOTE)));
    }
  }

  private boolean isNoted(long step) {
    return folder.validation().stream().anyMatch(each -> each.step() == step);
  }

  private boolean isBest(ValidationPoint point) {
    Optional<Results.Best> best = folder.results().best();
    return best.isEmpty() || point.scores().miou() > best.get().scores().miou();
  }

  private void keep(ModelSession model) {
    Path partial = folder.best().resolveSibling("best.partial");
    Folders.delete(partial);
    Folders.create(partial);
    model.export(partial.resolve("saved_model"));
    Folders.move(partial, folder.best());
  }
}
