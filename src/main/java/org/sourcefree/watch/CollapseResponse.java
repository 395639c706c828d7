package org.sourcefree.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;
import org.sourcefree.files.Folders;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.Checkpoints;
import org.sourcefree.run.RunFolder;
import org.sourcefree.training.OnCollapse;

/**
 * What a run does once a class has all but vanished: it goes on, ends its training, or ends it and
 * goes back to the last look at which none had; collapse.json says which and when.
 */
public final class CollapseResponse {
  private final OnCollapse action;
  private final Path note;
  private final Checkpoints healthy;
  private final ModelSession model;
  private final Progress progress;

  /**
   * The response of a run, which forgets a collapse that a resumed run will see again. The model's
   * variables need a saver before the first look.
   */
  public CollapseResponse(
      OnCollapse action, RunFolder folder, ModelSession model, Progress progress) {
    this.action = action;
    this.note = folder.path().resolve("collapse.json");
    this.healthy = new Checkpoints(folder.path().resolve("healthy"), 1);
    this.model = model;
    this.progress = progress;
    dropAfter(folder.taken().orElse(-1));
  }

  /**
   * collapse.json.
   *
   * @param step at which the collapse was seen
   * @param handedOver the step whose network the run goes on with
   */
  record Note(long step, long handedOver) {}

  private void dropAfter(long taken) {
    if (ended() && read().step() > taken) {
      Folders.delete(note);
    }
  }

  /** Whether training has ended because of a collapse. */
  public boolean ended() {
    return Files.exists(note);
  }

  /**
   * Takes note of a look.
   *
   * @param collapsed whether a class had all but vanished
   * @return whether training goes on
   */
  public boolean goesOn(long taken, boolean collapsed) {
    if (action == OnCollapse.WARN) {
      return true;
    }
    if (!collapsed) {
      if (action == OnCollapse.RESTORE) {
        healthy.save(model.session(), taken, place -> {});
      }
      return true;
    }
    Json.write(note, new Note(taken, action == OnCollapse.RESTORE ? lastHealthy(taken) : taken));
    progress.say(sentence());
    return false;
  }

  private long lastHealthy(long taken) {
    return healthy.newest(state -> Optional.empty()).map(Checkpoints.Found::step).orElse(taken);
  }

  private String sentence() {
    Note seen = read();
    return seen.handedOver() == seen.step()
        ? "winner takes all: training ends after %d steps, as on_collapse says"
            .formatted(seen.step())
        : "winner takes all: training ends and goes back to the network after %d steps, as on_collapse says"
            .formatted(seen.handedOver());
  }

  /**
   * Brings back the network that the run goes on with.
   *
   * @return the steps it took; empty if training did not end because of a collapse
   */
  public OptionalLong finish() {
    if (!ended()) {
      return OptionalLong.empty();
    }
    Note seen = read();
    if (seen.handedOver() < seen.step()) {
      healthy.restore(model.session(), seen.handedOver());
    }
    return OptionalLong.of(seen.handedOver());
  }

  private Note read() {
    return Json.read(note, Note.class);
  }
}
