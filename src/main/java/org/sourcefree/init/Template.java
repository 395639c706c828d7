package org.sourcefree.init;

import java.util.List;
import java.util.Optional;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;

/**
 * The config as text: every key with a word on what it does.
 *
 * @param header comment lines, without their sign
 * @param schema the schema's path from the config, if it is at hand
 * @param output the run folder
 * @param model the SavedModel's folder
 * @param classes how many the model tells apart
 * @param target the images to adapt to, and in words how many
 * @param evaluation the labelled images, if there are any
 * @param measured the size that the model was measured at when it was trained, if that is known
 */
record Template(
    List<String> header,
    Optional<String> schema,
    String output,
    String model,
    int classes,
    Target target,
    Optional<Evaluation> evaluation,
    Optional<EvaluationView> measured,
    Extent extent) {
  private static final int COMMENTS = 38;
  private static final int LONGEST_LINE = 80;
  private static final int FEWEST_FOR_NEGATIVE = 4;
  private static final int USUAL_WIDTH = 3;

  /**
   * Images to adapt to.
   *
   * @param words what is said of them
   */
  record Target(Dataset dataset, String words) {}

  /**
   * Labelled images.
   *
   * @param complete whether what the labels' values mean is known
   * @param words what is said of them
   */
  record Evaluation(Dataset dataset, boolean complete, String words) {}

  /** The whole file. */
  String text() {
    StringBuilder out = new StringBuilder();
    schema.ifPresent(path -> out.append("# yaml-language-server: $schema=" + path + "\n"));
    header.forEach(line -> out.append(line.isEmpty() ? "#\n" : "# " + line + "\n"));
    head(out);
    data(out);
    network(out);
    lengths(out);
    return out.toString();
  }

  private void head(StringBuilder out) {
    line(out, "kind: adaptation", "");
    line(out, "seed: 1", "of every random draw");
    line(out, "output: " + scalar(output), "the run folder, a new one");
    line(out, "model:", "");
    line(out, "  saved_model: " + scalar(model), "");
  }

  private void data(StringBuilder out) {
    line(out, "data:", "");
    line(out, "  target:", target.words() + " to adapt to; no label is read");
    out.append(ConfigWriter.yaml(target.dataset()).indent(4));
    evaluation.ifPresent(labelled -> evaluation(out, labelled));
    measured.ifPresent(
        view -> {
          String size = "%d×%d".formatted(view.width(), view.height());
          out.append(
              "  # The model was measured at "
                  + size
                  + " when it was trained, so that images are\n");
          out.append("  # brought near that size: it knows things as large as they were there.\n");
        });
    line(out, "  training_view:", "what training sees: random squares");
    line(out, "    short_side: " + extent.shortSide(), "pixels of the image, times the scale");
    line(out, "    scale: {kind: uniform_scale, min: 0.75, max: 1.5}", "");
    line(out, "    crop: " + extent.crop(), "pixels; memory grows with its square");
    line(out, "  evaluation_view:", "what all else sees: whole images");
    line(out, "    width: " + extent.view().width(), "pixels");
    line(out, "    height: " + extent.view().height(), "");
  }

  private static void evaluation(StringBuilder out, Evaluation labelled) {
    String block = ConfigWriter.yaml(labelled.dataset()).indent(4);
    if (labelled.complete()) {
      line(out, "  evaluation:", "to measure on; nothing is learnt from it");
      comment(out, "    # ", labelled.words());
      out.append(block);
    } else {
      comment(out, "  # ", "FILL IN which value is which class: " + labelled.words() + ".");
      comment(
          out,
          "  # ",
          "Put at each class what the labels hold for it, delete the classes that they lack, and"
              + " take \"# \" from each line below; until then nothing is measured. A line \"others:"
              + " ignore\" under label_values ignores all that no class names.");
      ("  evaluation:\n" + block)
          .lines()
          .forEach(each -> out.append("  #").append(each.substring(1)).append('\n'));
    }
  }

  private void network(StringBuilder out) {
    line(out, "batch_norm:", "");
    line(out, "  statistics: batch", "of each batch; frozen: the averages");
    line(out, "  scale_and_shift: frozen", "");
    line(out, "  momentum: 0.1", "");
    line(out, "  target_statistics: true", "averages of your images, before training");
    line(out, "pseudo_labels:", "");
    line(out, "  kind: class_balanced", "the surest predictions of each class");
    line(out, "  proportion: 0.2", "α, that share of them");
    line(out, "objective:", "");
    line(out, "  - {kind: cross_entropy, weight: 1}", "learns those labels");
    if (classes >= FEWEST_FOR_NEGATIVE) {
      int width = Math.min(USUAL_WIDTH, classes / 2 - 1);
      out.append("  # And for every pixel a class that it is not, of middle rank ± width:\n");
      out.append("  - {kind: negative_learning, weight: 1, width: %d}\n".formatted(width));
    }
    out.append("  # LD, the paper's objective, has entropy too. It makes predictions surer, and\n");
    out.append("  # rare classes vanish where it is strong. Try it with labels to measure on:\n");
    out.append("  # - {kind: entropy, weight: 0.1}\n");
    line(out, "optimizer:", "");
    line(out, "  momentum: 0.9", "");
    line(out, "  weight_decay: 0.0005", "");
    line(out, "  head_multiplier: 10", "of the learning rate, for the head");
    line(out, "  gradient_norm_limit: none", "");
  }

  private void lengths(StringBuilder out) {
    line(out, "schedule:", "");
    line(out, "  kind: polynomial_decay", "");
    line(out, "  learning_rate: 0.00001", "careful; 0.0001 moves more, and may harm");
    line(out, "  power: 0.9", "");
    line(out, "  steps: " + extent.steps(), "rounds × steps_per_round");
    line(out, "  warmup_steps: 0", "");
    line(out, "training:", "");
    line(out, "  batch_size: " + extent.batch(), "images a step");
    line(out, "  rounds: " + Extent.ROUNDS, "each labels all images anew");
    line(out, "  steps_per_round: " + extent.stepsPerRound(), epoch());
    line(
        out,
        "  checkpoint_every: " + extent.stepsPerCheckpoint(),
        "steps; adapt --resume starts there");
    out.append(
        "  # Which network saved_model/ becomes: of source only, target statistics and the\n");
    out.append("  # end of each round the one that agrees best with all of them, told without\n");
    out.append("  # labels. None in which a class has lost half its share is chosen.\n");
    out.append("  keep: {kind: information_maximisation, least_share: 0.75}\n");
    line(out, "  on_collapse: restore", "if a class vanishes, stop and go back");
  }

  private String epoch() {
    long seen = (long) extent.stepsPerRound() * extent.batch();
    return "that is %d images a round".formatted(seen);
  }

  /** A sentence in lines that a terminal holds. */
  private static void comment(StringBuilder out, String sign, String sentence) {
    StringBuilder line = new StringBuilder(sign.stripTrailing());
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + 1 + word.length() > LONGEST_LINE) {
        out.append(line).append('\n');
        line = new StringBuilder(sign.stripTrailing());
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }

  private static String scalar(String text) {
    return ConfigWriter.line(text).strip();
  }

  private static void line(StringBuilder out, String yaml, String comment) {
    out.append(yaml);
    if (!comment.isEmpty()) {
      out.append(" ".repeat(Math.max(1, COMMENTS - yaml.length()))).append("# ").append(comment);
    }
    out.append('\n');
  }
}
