package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Configs of methods with a teacher, source images or opponents on the small task. */
final class SmallMethods {
  private static final String SOURCE =
      "  source: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: source, split: train}\n";

  /** What each method's config has in place of the small task's. */
  private static final Map<String, List<String>> METHODS =
      Map.ofEntries(
          Map.entry(
              "teacher",
              List.of(
                  "objective:\n  - {kind: cross_entropy, weight: 1}",
                  """
              teacher: {decay: 0.9, ramp: true, statistics: batch}
              mixing: {kind: class_mix, share: 0.5}
              objective:
                - {kind: cross_entropy, weight: 1, image_weight: {confidence: 0.5}}""")),
          Map.entry(
              "mosaic",
              List.of(
                  "objective:\n  - {kind: cross_entropy, weight: 1}",
                  """
              teacher: {decay: 0.9, ramp: false, every: 2, statistics: running}
              mixing: {kind: mosaic, margin: 0.2, beta: 0.25}
              objective:
                - {kind: cross_entropy, weight: 1}""",
                  "checkpoint_every",
                  "keep: {kind: information_maximisation}, checkpoint_every")),
          Map.entry(
              "prior",
              List.of(
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              teacher:
                decay: 0.9
                ramp: false
                every: 3
                statistics: running
                labels: {kind: prior_thresholds, upper: 0.8, lower: 0.2, prior_rate: 0.1, beta: 0.001}
              objective:
                - {kind: cross_entropy, weight: 1, mean: all}
                - {kind: negative_binary_cross_entropy, weight: 0.5}""")),
          Map.entry(
              "adversarial",
              List.of(
                  "  evaluation: {kind",
                  SOURCE + "  source_batches: {batch_size: 2}\n  evaluation: {kind",
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              heads:
                - {name: auxiliary, after_stage: 3, atrous_rates: [1, 2]}
              discriminators:
                networks:
                  - {name: main, network: {kind: strided, width: 2}, sees: probabilities, head: main, loss: cross_entropy, factor: 0.5}
                  - {name: auxiliary, network: {kind: strided, width: 2}, sees: self_information, head: auxiliary, loss: least_squares, factor: 1}
                optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8}
                schedule: {kind: constant, learning_rate: 0.001}
              objective:
                - {kind: cross_entropy, weight: 1, domain: source}
                - {kind: cross_entropy, weight: 0.1, domain: source, head: auxiliary}
                - {kind: adversarial, weight: 0.1, discriminator: main}
                - {kind: adversarial, weight: 0.1, discriminator: auxiliary}""")),
          Map.entry(
              "patches",
              List.of(
                  "  evaluation: {kind",
                  SOURCE + "  source_batches: {batch_size: 2}\n  evaluation: {kind",
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              discriminators:
                patch_modes: {clusters: 3, height: 8, width: 10, images: 5, patches_per_image: 4, head_width: 6}
                networks:
                  - {name: patches, network: {kind: fully_connected, widths: [4]}, sees: patch_modes, loss: cross_entropy, factor: 0.5}
                optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8}
                schedule: {kind: constant, learning_rate: 0.001}
              objective:
                - {kind: cross_entropy, weight: 1, domain: source}
                - {kind: patch_classification, weight: 0.5, from_step: 2}
                - {kind: adversarial, weight: 0.1, discriminator: patches}""")),
          Map.entry(
              "bottleneck",
              List.of(
                  "  evaluation: {kind",
                  SOURCE + "  source_batches: {batch_size: 2}\n  evaluation: {kind",
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              bottleneck: {deviation: 0.1}
              discriminators:
                networks:
                  - {name: features, network: {kind: pixel, width: 4}, sees: features, loss: cross_entropy, factor: 0.5}
                optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8}
                schedule: {kind: constant, learning_rate: 0.001}
              objective:
                - {kind: cross_entropy, weight: 1, domain: source}
                - {kind: information, weight: 0.001, bound: 5, dual_step: 0.0001}
                - {kind: adversarial, weight: 0.1, discriminator: features}""")),
          Map.entry(
              "likeness",
              List.of(
                  "  evaluation: {kind",
                  SOURCE + "  source_batches: {batch_size: 2}\n  evaluation: {kind",
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              heads:
                - {name: second, after_stage: 4, atrous_rates: [1, 2], predicts: true}
              objective:
                - {kind: cross_entropy, weight: 1, domain: source, head: main}
                - {kind: cross_entropy, weight: 1, domain: source, head: second}
                - {kind: head_similarity, weight: 0.5, heads: [main, second]}""")),
          Map.entry(
              "pool",
              List.of(
                  "  evaluation: {kind",
                  SOURCE
                      + "  source_images: {kind: random_share, proportion: 0.5, proportion_growth: 0.25}\n"
                      + "  evaluation: {kind",
                  "  - {kind: entropy, weight: 1}",
                  "  - {kind: uniformity, weight: 0.1, domain: target}")),
          Map.entry(
              "fixed",
              List.of(
                  "  evaluation: {kind", SOURCE + "  source_per_batch: 1\n  evaluation: {kind")),
          Map.entry(
              "matching",
              List.of(
                  "  evaluation: {kind",
                  SOURCE
                      + "  source_images: {kind: layout, count: 3, considered: 0.9, centres: 2}\n"
                      + "  source_labels: {kind: similar, keep: 0.9, temperature: 2, pool: running, unmatched: keep}\n"
                      + "  evaluation: {kind",
                  "target_statistics: true",
                  "target_statistics: true, labelling_statistics: batch")),
          Map.entry(
              "rare",
              List.of(
                  "  crop: 40",
                  "  crop: 40\n    rare_classes: {below: 0.05, chance: 0.8}",
                  "kind: polynomial_decay, learning_rate: 0.001, power: 0.9, steps: 12, warmup_steps: 0",
                  "kind: constant, learning_rate: 0.001")),
          Map.entry(
              "soft",
              List.of(
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: normalised_class_balanced, proportion: 0.4, proportion_growth: 0.05, proportion_limit: 0.5, every: 4, soft: 0.25}",
                  "  evaluation: {kind",
                  SOURCE + "  evaluation: {kind",
                  "  evaluation_view: {width: 88, height: 40}",
                  "  evaluation_view: {width: 88, height: 40}\n  labelling_view: {width: 80, height: 40, augmentation: {flip: true, scales: [0.5, 1]}}")),
          Map.entry(
              "partial",
              List.of(
                  "target_statistics: true",
                  "target_statistics: true, partial_statistics: {rate: 0.1, decay: 0.08, batches: 3, batch_size: 2}")));

  private SmallMethods() {}

  /** All methods. */
  static Set<String> names() {
    return METHODS.keySet();
  }

  /** Writes METHOD.yaml beside the small task's config. */
  static void write(SmallTask task, Path root, String method) throws IOException {
    String text = Files.readString(Path.of(task.config("adapt")));
    List<String> changes = Objects.requireNonNull(METHODS.get(method));
    for (int i = 0; i < changes.size(); i += 2) {
      assertThat(text).contains(changes.get(i));
      text = text.replace(changes.get(i), changes.get(i + 1).replace("ROOT", root.toString()));
    }
    task.write(method + ".yaml", text);
  }
}
