package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Map;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.config.Json;

/**
 * Tells whether an adaptation is the same as before: its config but for the output folder, the
 * model's bytes, the images' names and sizes.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256, hexadecimal; the images must be there.
   *
   * @throws org.sourcefree.InvalidInputException if the model or the images are not
   */
  public static String of(Adaptation config) {
    Agreement.describe(config.model());
    Provenance inputs =
        new Provenance(config.seed())
            .model(config.model().savedModel())
            .images("target", config.data().target().samples());
    config
        .data()
        .evaluation()
        .ifPresent(evaluation -> inputs.images("evaluation", evaluation.samples()));
    Map<String, Object> entries = inputs.entries();
    entries.keySet().removeIf(key -> !key.contains("sha256"));
    return Provenance.sha256(
        ConfigWriter.yaml(config.withOutput(Path.of("output"))) + Json.line(entries));
  }
}
