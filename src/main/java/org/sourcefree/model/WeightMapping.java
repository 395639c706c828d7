package org.sourcefree.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Names;
import org.sourcefree.savedmodel.StoredVariables;
import org.sourcefree.torch.TensorFile;
import org.sourcefree.torch.TensorFile.Entry;
import org.sourcefree.torch.TorchLayout;

/**
 * Which variable of another program's SavedModel is which weight of ours. In a file one line each,
 * {@code conv1.weight: backbone/conv1/kernel}; ours are the PyTorch keys that DeepLab-V2's
 * variables are named by.
 *
 * @param file that says so
 * @param theirs our name → theirs
 */
public record WeightMapping(Path file, Map<String, String> theirs) {

  /**
   * Reads a YAML file.
   *
   * @throws InvalidInputException with one line a mistake
   */
  public static WeightMapping read(Path file) {
    return new WeightMapping(file, ConfigReader.readTexts(file));
  }

  /**
   * The variables under our names, laid out as in a PyTorch state dict.
   *
   * @throws InvalidInputException naming every variable that is not there or taken twice
   */
  public TensorFile applied(StoredVariables stored) {
    List<String> names = stored.entries().stream().map(Entry::name).toList();
    Map<String, String> takers = new HashMap<>();
    List<String> faults = new ArrayList<>();
    theirs.forEach(
        (ours, name) -> {
          Optional<String> key = stored.key(name);
          Optional<String> other = key.map(found -> takers.putIfAbsent(found, ours));
          if (key.isEmpty()) {
            faults.add(
                "%s: %s is not there%s"
                    .formatted(ours, name, Names.hint(Names.nearest(name, names))));
          } else if (other.isPresent()) {
            faults.add("%s: %s is taken by %s".formatted(ours, name, other.get()));
          }
        });
    if (!faults.isEmpty()) {
      throw new InvalidInputException(
          "the mapping must name one variable of the SavedModel for each weight, got %d at fault: %s (%s)"
              .formatted(faults.size(), String.join("; ", faults), file));
    }
    return new TorchLayout(stored.renamed(theirs));
  }

  /** The variables that no weight takes, in the order of their keys. */
  public List<String> unmapped(StoredVariables stored) {
    Set<String> taken = new HashSet<>();
    theirs.values().forEach(name -> stored.key(name).ifPresent(taken::add));
    return stored.entries().stream()
        .map(Entry::name)
        .filter(name -> !taken.contains(stored.key(name).orElseThrow()))
        .toList();
  }
}
