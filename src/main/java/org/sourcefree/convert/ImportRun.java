package org.sourcefree.convert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.files.Folders;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.WeightMapping;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.run.Provenance;
import org.sourcefree.run.RunFolder;
import org.sourcefree.savedmodel.StoredVariables;
import org.sourcefree.torch.HeadChoice;
import org.sourcefree.torch.KeyReport;
import org.sourcefree.torch.StateDictKeys;
import org.sourcefree.torch.StateDictWeights;
import org.sourcefree.torch.TensorFile;
import org.sourcefree.torch.TensorFiles;
import org.sourcefree.trust.Models;

/**
 * Turns weights of a DeepLab-V2 that another program wrote into a SavedModel. Stages, width and
 * classes follow from keys and shapes.
 *
 * @param checkpoint zip or legacy PyTorch format, or safetensors; with a mapping the folder of a
 *     SavedModel of other origin
 * @param mapping which of that SavedModel's variables is which weight, as {@link WeightMapping}
 *     reads it
 * @param classes what the output channels mean
 * @param atrousRates of the head, which no shape tells; DeepLab-V2's own if empty
 * @param preprocessing what the network was trained on
 * @param head which of the checkpoint's; a new one starts from normal(0, 0.01), for another set of
 *     classes
 * @param seed of the new head
 */
public record ImportRun(
    Path checkpoint,
    Optional<Path> mapping,
    ClassSet classes,
    Optional<List<Integer>> atrousRates,
    Preprocessing preprocessing,
    HeadChoice head,
    long seed) {

  /**
   * What was found.
   *
   * @param network as keys and shapes tell it
   * @param keys what became of each
   * @param head which of the file's heads it is, in a line, where there is a choice
   */
  public record Imported(DeepLabV2 network, KeyReport keys, Optional<String> head) {}

  /**
   * Compares the checkpoint with the network, and writes the SavedModel.
   *
   * @param output a new folder; only compared if empty
   * @throws InvalidInputException if the checkpoint cannot be read or is not such a network's; no
   *     folder is left behind then
   */
  public Imported run(Optional<Path> output) {
    return run(output, new Models());
  }

  /** The same with a SavedModel of other origin that may be trusted. */
  public Imported run(Optional<Path> output, Models models) {
    output.ifPresent(RunFolder::requireAbsent);
    if (mapping.isPresent()) {
      models.requireAllowed(checkpoint);
      WeightMapping names = WeightMapping.read(mapping.get());
      StoredVariables stored = StoredVariables.open(checkpoint);
      return run(names.applied(stored), names.unmapped(stored), output);
    }
    if (Files.isDirectory(checkpoint)) {
      throw new InvalidInputException(
          "a SavedModel is imported with --mapping FILE, which says what its variables are (%s)"
              .formatted(checkpoint));
    }
    return run(TensorFiles.open(checkpoint), List.of(), output);
  }

  private Imported run(TensorFile opened, List<String> unmapped, Optional<Path> output) {
    try (TensorFile file = opened) {
      StateDictKeys keys = new StateDictKeys(checkpoint.toString(), file.entries(), head);
      requireClasses(keys);
      DeepLabV2 network = keys.architecture(atrousRates);
      Model model = new Model(network, classes, preprocessing);
      try (ModelSession session = new ModelSession(model)) {
        KeyReport report = KeyReport.of(keys, network, session.weights(), head == HeadChoice.NEW);
        Imported imported =
            new Imported(network, report.alsoIgnoring(unmapped, file.skipped()), keys.head());
        if (output.isPresent()) {
          report.requireComplete(checkpoint.toString());
          write(output.get(), session, imported, file, keys);
        }
        return imported;
      }
    }
  }

  private void requireClasses(StateDictKeys keys) {
    long found = keys.classes().orElse((long) classes.size());
    if (head != HeadChoice.NEW && found != classes.size()) {
      throw new InvalidInputException(
          "the head must have %d classes, got %d; a new head starts from nothing with --new-head (%s)"
              .formatted(classes.size(), found, checkpoint));
    }
  }

  private void write(
      Path output, ModelSession session, Imported imported, TensorFile file, StateDictKeys keys) {
    Map<String, float[]> weights =
        StateDictWeights.read(file, keys, imported.keys(), session.weights(), seed);
    Provenance noted = new Provenance(seed).file("checkpoint", checkpoint);
    mapping.ifPresent(path -> noted.file("mapping", path));
    Map<String, Object> provenance = new LinkedHashMap<>(noted.entries());
    mapping.ifPresent(path -> provenance.put("variables", WeightMapping.read(path).theirs()));
    provenance.put("network", imported.network());
    provenance.put("classes", classes.names());
    provenance.put("keys", imported.keys());
    try {
      Folders.createParent(output);
      session.write(output, weights);
      Json.write(output.resolve("provenance.json"), provenance);
    } catch (RuntimeException e) {
      Folders.delete(output);
      throw e;
    }
  }
}
