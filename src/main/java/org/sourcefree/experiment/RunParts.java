package org.sourcefree.experiment;

import java.util.List;
import org.sourcefree.data.Sample;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.RunListener;
import org.sourcefree.run.RunListeners;
import org.sourcefree.workers.Chief;

/**
 * A run's parts.
 *
 * @param model with the weights that training starts from
 * @param data images trained on, with the labels known before training
 * @param views what evaluation and the labelling pass see of images
 * @param chief tells other workers, if there are any
 */
record RunParts(
    ModelSession model,
    TrainingData data,
    ViewReader views,
    RunFolder folder,
    Hooks hooks,
    Chief chief) {

  /** The images trained on. */
  List<Sample> samples() {
    return data.samples();
  }

  /** The classes' names in train-id order. */
  List<String> classes() {
    return model.model().classes().names();
  }

  /** The same also told to another listener, first of all. */
  RunParts toldTo(RunListener first) {
    RunListener both = new RunListeners(List.of(first, hooks.listener()));
    Hooks told = new Hooks(hooks.progress(), hooks.stop(), both, hooks.workers());
    return new RunParts(model, data, views, folder, told, chief);
  }
}
