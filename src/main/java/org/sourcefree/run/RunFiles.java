package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.InvalidInputException;

/** Where things lie in a run folder. */
record RunFiles(Path folder) {

  /** The resolved config, YAML. */
  Path config() {
    return folder.resolve("experiment.yaml");
  }

  Path provenance() {
    return folder.resolve("provenance.json");
  }

  /** The hashes of the images trained on. */
  Path images() {
    return folder.resolve("images.sha256");
  }

  Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  Path watch() {
    return folder.resolve("watch.jsonl");
  }

  Path validation() {
    return folder.resolve("validation.jsonl");
  }

  Path divergences() {
    return folder.resolve("divergences.jsonl");
  }

  /** The logs of which checkpoints hold copies. */
  List<Path> shortLogs() {
    return List.of(watch(), validation(), divergences());
  }

  Path results() {
    return folder.resolve("results.json");
  }

  /** Where the run's time went. */
  Path timing() {
    return folder.resolve("timing.json");
  }

  Path classes() {
    return folder.resolve("classes.json");
  }

  Path evaluation() {
    return folder.resolve("evaluation.json");
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  Path savedModel() {
    return folder.resolve("saved_model");
  }

  Path best() {
    return folder.resolve("best");
  }

  /** A round's pseudo labels, rounds counted from 1. */
  Path pseudoLabels(int round) {
    return folder.resolve("pseudo_labels").resolve("round_" + round);
  }

  /** The thresholds and shares of a round, counted from 1. */
  Path selection(int round) {
    Path labels = pseudoLabels(round);
    return labels.resolveSibling(labels.getFileName() + ".json");
  }

  /** The checksums of a round's pseudo labels and thresholds. */
  static Path checksums(Path pseudoLabels) {
    return pseudoLabels.resolveSibling(pseudoLabels.getFileName() + ".sha256");
  }

  /**
   * A log, whole.
   *
   * @throws InvalidInputException if it is no text
   */
  static String text(Path file) {
    try {
      return Files.readString(requireRegular(file));
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "the file must be UTF-8 text, got other bytes (" + file + ")", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file, which is there and is one. */
  static Path requireRegular(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "there must be a file, got none or none that ends (%s)".formatted(file));
    }
    return file;
  }
}
