package org.sourcefree.workers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.data.Sample;
import org.sourcefree.machine.Machine;
import org.sourcefree.run.Provenance;

/** What must be the same on all workers, a line each. */
public final class RunFacts {
  private RunFacts() {}

  /**
   * The facts of a run.
   *
   * @param config resolved, YAML
   * @param model the SavedModel that it starts from, if there is one
   * @param samples images trained on
   */
  public static List<String> of(String config, Optional<Path> model, List<Sample> samples) {
    List<String> facts = new ArrayList<>(config.lines().toList());
    Machine.facts()
        .forEach(
            (name, value) -> {
              if (name.startsWith("sourcefree")) {
                facts.add(name + ": " + value);
              }
            });
    model.ifPresent(
        path -> facts.add("SHA-256 of %s: %s".formatted(path, Provenance.hashOf(path))));
    String names = samples.stream().map(Sample::name).collect(Collectors.joining("\n"));
    facts.add(
        "%d images, SHA-256 of their names: %s"
            .formatted(samples.size(), Provenance.sha256(names)));
    return facts;
  }
}
