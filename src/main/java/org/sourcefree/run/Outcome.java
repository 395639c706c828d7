package org.sourcefree.run;

import java.nio.file.Path;
import java.util.List;
import org.sourcefree.data.ClassSet;

/**
 * What a finished run leaves.
 *
 * @param folder the run folder
 * @param savedModel the trained model
 * @param examples predictions before and after, to be drawn
 */
public record Outcome(
    Path folder, Path savedModel, ClassSet classes, Results results, List<Example> examples) {

  /** Copies the list. */
  public Outcome {
    examples = List.copyOf(examples);
  }
}
