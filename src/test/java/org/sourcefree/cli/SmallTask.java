package org.sourcefree.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/**
 * A whole adaptation task that takes seconds: two domains of a few images of 96×48 pixels, a source
 * model pretrained for a few steps, and the configs. Everything lies in one folder.
 *
 * @param root of it all
 */
record SmallTask(Path root) {
  static final int STEPS = 12;

  /** By the options of pretraining; deleted when this process ends. */
  private static final Map<List<String>, SmallTask> MADE = new HashMap<>();

  private static final String VIEWS =
      """
        training_view:
          short_side: 48
          scale: {kind: uniform_scale, min: 0.75, max: 1.5}
          crop: 40
        evaluation_view: {width: 88, height: 40}
      """;

  /** Writes the configs alone: scenes, pretrain, adapt and evaluate, which is as adapt. */
  static SmallTask write(Path root) {
    SmallTask task = new SmallTask(root);
    task.write("scenes.yaml", scenes(root.resolve("data")));
    task.write("pretrain.yaml", task.pretraining());
    task.write("adapt.yaml", task.adaptation());
    task.write("evaluate.yaml", task.adaptation());
    return task;
  }

  /** Writes the configs, draws the domains and pretrains, or copies what that gave before. */
  static SmallTask make(Path root, String... pretraining) {
    return made(List.of(pretraining)).copiedTo(root);
  }

  /** As made, and adapted once, into the folder whole. */
  static SmallTask adapted(Path root) {
    SmallTask task = make(root);
    task.adapt("whole").succeeded();
    return task;
  }

  private static synchronized SmallTask made(List<String> pretraining) {
    return MADE.computeIfAbsent(pretraining, SmallTask::make);
  }

  private static SmallTask make(List<String> pretraining) {
    SmallTask task = write(temporaryFolder());
    List<String> arguments = new ArrayList<>(List.of("pretrain", task.config("pretrain")));
    arguments.addAll(pretraining);
    Terminal.run("generate", task.config("scenes")).succeeded();
    Terminal.run(arguments.toArray(String[]::new)).succeeded();
    return task;
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("small-task");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file, in which the new folder stands for the old one. */
  private SmallTask copiedTo(Path folder) {
    try {
      for (Map.Entry<String, Path> file : files(root).entrySet()) {
        Path copy = folder.resolve(file.getKey());
        Files.createDirectories(copy.getParent());
        if (file.getKey().matches(".*\\.(yaml|json)")) {
          String text = Files.readString(file.getValue());
          Files.writeString(copy, text.replace(root.toString(), folder.toString()));
        } else {
          Files.copy(file.getValue(), copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SmallTask(folder);
  }

  /** The file of a config: scenes, pretrain or adapt. */
  String config(String name) {
    return path(name + ".yaml").toString();
  }

  Path path(String name) {
    return root.resolve(name);
  }

  Path savedModel() {
    return path("pretrained/saved_model");
  }

  /** Runs adapt into a folder, with keys set. */
  Terminal adapt(String folder, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("adapt", config("adapt"), "--out", path(folder).toString()));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a folder of the task. */
  void copy(String from, String to) throws IOException {
    for (Path file : files(path(from)).values()) {
      Path copy = path(to).resolve(path(from).relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  /** Writes images of several sizes, without labels, into a folder. */
  Path imageFolder(String name) throws IOException {
    Path folder = Files.createDirectories(path(name).resolve("drive"));
    int[][] sizes = {{50, 30}, {61, 33}, {96, 48}};
    for (int i = 0; i < sizes.length; i++) {
      byte[] pixels = new byte[3 * sizes[i][0] * sizes[i][1]];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (byte) (p * (37 + i) / 5);
      }
      PngWriter.writeRgb(
          folder.resolve(i + ".png"), new RgbImage(sizes[i][0], sizes[i][1], pixels));
    }
    return path(name);
  }

  /** Every file below a folder by its relative path. */
  static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(file -> files.put(folder.relativize(file).toString(), file));
    }
    return files;
  }

  /** The bytes, as text, of every file below a run folder that training alone determines. */
  static Map<String, String> trained(Path run) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, Path> file : files(run).entrySet()) {
      if (file.getKey()
          .matches(
              "(pseudo_labels/.*|metrics.jsonl|watch.jsonl|collapse.json|((target_statistics|round_.*|adapted)/)?saved_model/variables/.*|.*/candidate.json|.*/predictions.bin)")) {
        byte[] bytes = Files.readAllBytes(file.getValue());
        contents.put(file.getKey(), new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  /** A generation config of a few small images. */
  static String scenes(Path output) {
    List<String> small =
        List.of(
            "output=\"" + output + "\"",
            "scenes.width=96",
            "scenes.height=48",
            "scenes.source_train=8",
            "scenes.source_val=3",
            "scenes.target_train=6",
            "scenes.target_val=4");
    Path shipped = Path.of("configs/street_scenes/dataset.yaml");
    return ConfigWriter.yaml(ConfigReader.read(shipped, small, Experiment.class));
  }

  /** Writes suite.yaml, all rows of which but one that diverges can run, and their configs. */
  void writeSuite() {
    String adapt = adaptation();
    String labels = "pseudo_labels: {kind: class_balanced, proportion: 0.4}";
    String objective = adapt.substring(adapt.indexOf("objective:"), adapt.indexOf("optimizer:"));
    String none = adapt.replace(labels, "pseudo_labels: {kind: none}");
    write("ld.yaml", adapt);
    write("statistics.yaml", none.replace(objective, "objective: []\n"));
    write("entmin.yaml", none.replace(objective, "objective: [{kind: entropy, weight: 1}]\n"));
    write("broken.yaml", adapt.replace("learning_rate: 0.001", "learning_rate: 1.0e+30"));
    write("suite.yaml", suite());
  }

  private String suite() {
    return """
        kind: suite
        title: A small task
        output: ROOT/suite
        reference: {seconds_each: 5, hardware: a guess}
        seeds: [1, 2]
        means:
          - {name: mIoU19, without: []}
        rows:
          - {name: source_only, title: Source only, config: ROOT/pretrain.yaml}
          - {name: statistics, title: Target statistics, config: ROOT/statistics.yaml}
          - {name: entmin, title: EntMin, config: ROOT/entmin.yaml}
          - {name: ld, title: LD, config: ROOT/ld.yaml}
          - {name: broken, title: Broken, config: ROOT/broken.yaml}
        sweeps:
          - name: alpha
            title: α
            config: ROOT/ld.yaml
            set: []
            key: pseudo_labels.proportion
            values: [0.4, 0.6]
            seeds: [1]
        """
        .replace("ROOT", root.toString());
  }

  private String pretraining() {
    return """
        kind: pretraining
        seed: 5
        output: ROOT/pretrained
        model:
          network: {stages: [1, 1, 1, 1], width: 0.125, atrous_rates: [1, 2]}
          classes: cityscapes_19
          preprocessing:
            channel_order: bgr
            mean: [104.0, 116.0, 122.0]
            standard_deviation: [1.0, 1.0, 1.0]
        data:
          source: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: source, split: train}
          evaluation: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: source, split: val}
        VIEWS
        batch_norm: {statistics: batch, scale_and_shift: all, momentum: 0.1, target_statistics: false}
        optimizer: {momentum: 0.9, weight_decay: 0.0005, head_multiplier: 1, gradient_norm_limit: 5}
        schedule: {kind: polynomial_decay, learning_rate: 0.02, power: 0.9, steps: 40, warmup_steps: 0}
        training: {batch_size: 4, rounds: 1, steps_per_round: 40, checkpoint_every: 16}
        """
        .replace("VIEWS\n", VIEWS)
        .replace("ROOT", root.toString());
  }

  private String adaptation() {
    return """
        kind: adaptation
        seed: 7
        output: ROOT/adapted
        model:
          saved_model: ROOT/pretrained/saved_model
        data:
          target: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: target, split: train}
          evaluation: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: target, split: val}
        VIEWS
        batch_norm: {statistics: batch, scale_and_shift: frozen, momentum: 0.1, target_statistics: true}
        pseudo_labels: {kind: class_balanced, proportion: 0.4}
        objective:
          - {kind: cross_entropy, weight: 1}
          - {kind: entropy, weight: 1}
          - {kind: negative_learning, weight: 1, width: 3}
        optimizer: {momentum: 0.9, weight_decay: 0.0005, head_multiplier: 10, gradient_norm_limit: none}
        schedule: {kind: polynomial_decay, learning_rate: 0.001, power: 0.9, steps: 12, warmup_steps: 0}
        training: {batch_size: 2, rounds: 2, steps_per_round: 6, checkpoint_every: 4}
        """
        .replace("VIEWS\n", VIEWS)
        .replace("ROOT", root.toString());
  }
}
