package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.scenes.ScenePair;

/**
 * A pair of generated domains to write.
 *
 * @param output the folder of the pair
 * @param scenes what to generate
 */
public record Generation(Path output, ScenePair scenes) implements Experiment {
  @Override
  public Set<PretrainedModel> models() {
    return Set.of();
  }

  @Override
  public Optional<ScenePair> draws() {
    return Optional.of(scenes);
  }
}
