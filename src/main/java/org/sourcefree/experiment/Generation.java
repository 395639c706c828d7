package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.scenes.ScenePair;

/**
 * A pair of generated domains to write.
 *
 * @param output the folder of the pair
 * @param scenes what to generate
 */
public record Generation(Path output, ScenePair scenes) implements Experiment {

  @Override
  public Optional<ScenePair> draws() {
    return Optional.of(scenes);
  }
}
