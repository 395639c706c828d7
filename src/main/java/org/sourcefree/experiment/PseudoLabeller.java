package org.sourcefree.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.checkpoint.Folders;
import org.sourcefree.config.Json;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.pseudolabel.ClassSelection;
import org.sourcefree.pseudolabel.LabellingPass;
import org.sourcefree.pseudolabel.None;

/** Labels the target images at the beginning of a round and keeps the labels in the run folder. */
final class PseudoLabeller {
  private final LabellingPass pass;
  private final List<String> classes;
  private final Adaptation config;
  private final RunFolder folder;
  private final Progress progress;

  PseudoLabeller(ModelSession model, Adaptation config, RunFolder folder, Progress progress) {
    this.classes = model.model().classes().names();
    this.pass =
        new LabellingPass(model.graph(), model.session(), model.inference(), classes.size());
    this.config = config;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * The labels of a round, made unless they are complete already.
   *
   * @param round counted from 0
   */
  Labels label(int round, List<Sample> target) {
    if (config.pseudoLabels() instanceof None) {
      return Labels.none();
    }
    Path labels = folder.pseudoLabels(round);
    if (!Files.isDirectory(labels)) {
      make(labels, round, target);
    }
    return sample -> Optional.of(ImageFiles.readIds(LabellingPass.file(labels, sample)));
  }

  private void make(Path labels, int round, List<Sample> target) {
    Path partial = labels.resolveSibling(labels.getFileName() + ".partial");
    Folders.delete(partial);
    Folders.create(partial);
    try (Progress.Task task = progress.start("labelling, round " + (round + 1), target.size(), 0)) {
      List<ClassSelection> selected =
          pass.run(
              target,
              config.data().evaluationView(),
              config.pseudoLabels(),
              partial,
              done -> task.advance(done, ""));
      Json.write(labels.resolveSibling(labels.getFileName() + ".json"), summary(selected));
    }
    Folders.move(partial, labels);
  }

  private Map<String, Object> summary(List<ClassSelection> selected) {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (int c = 0; c < classes.size(); c++) {
      ClassSelection selection = selected.get(c);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("threshold", selection.probability());
      entry.put("threshold_log_odds", selection.threshold());
      entry.put("predicted_pixels", selection.predicted());
      entry.put("selected_pixels", selection.selected());
      entry.put("selected_share", selection.share());
      summary.put(classes.get(c), entry);
    }
    return summary;
  }
}
