package org.sourcefree.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.PanelFiles;
import org.sourcefree.run.Results;
import org.sourcefree.run.ValidationPoint;
import org.sourcefree.run.WatchPoint;

/**
 * A made-up run folder of three classes, 8 steps and 2 pictures, as an adaptation leaves it, but
 * for the model.
 *
 * @param folder which is created
 * @param classes names of the three
 * @param weight of the entropy term, by which configs of several differ
 */
public record SampleRun(Path folder, List<String> classes, double weight) {
  /** mIoU of the source model and of the trained one. */
  public static final double BEFORE = 40;

  private static final int STEPS = 8;
  private static final int WIDTH = 12;
  private static final int HEIGHT = 7;

  /** With the classes soil, plant and sky. */
  public SampleRun(Path folder, double weight) {
    this(folder, List.of("soil", "plant", "sky"), weight);
  }

  /** Names of the pictures' images. */
  public static final List<String> IMAGES = List.of("street/1", "street/2");

  /** Writes everything. */
  public SampleRun write() {
    text("experiment.yaml", config());
    text("provenance.json", "{\"sourcefree_commit\": \"c0ffee\", \"seed\": 3, \"gpu\": null}");
    text("metrics.jsonl", metrics());
    StringBuilder watch = new StringBuilder();
    StringBuilder validation = new StringBuilder();
    for (int step = 0; step <= STEPS; step += 4) {
      watch.append(Json.line(new WatchPoint(step, 0.5 - 0.05 * step, shares(step)))).append('\n');
      validation
          .append(Json.line(new ValidationPoint(step, scores(BEFORE + step + weight))))
          .append('\n');
    }
    text("watch.jsonl", watch.toString());
    text("validation.jsonl", validation.toString());
    Json.write(folder.resolve("classes.json"), new ClassSet(classes, List.of(0x112233, 0x44, 0x5)));
    Json.write(folder.resolve("results.json"), results());
    Json.write(
        folder.resolve("evaluation.json"),
        new Measurement(
            scores(BEFORE + STEPS + weight),
            List.of(List.of(75L, 25L, 0L), List.of(0L, 50L, 50L), List.of(0L, 0L, 0L)),
            List.of(125L, 75L, 0L)));
    panels();
    return this;
  }

  /** The second class takes over the first. */
  private static List<Double> shares(int step) {
    return List.of(0.2 - 0.02 * step, 0.3 + 0.02 * step, 0.5);
  }

  /** Puts another text in the place of a file. */
  public SampleRun text(String file, String text) {
    TestImages.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Takes a file away. */
  public SampleRun without(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private String config() {
    return """
        kind: adaptation
        seed: 3
        output: %s
        data:
          evaluation: {kind: image_folder, root: val}
        pseudo_labels: {kind: class_balanced, proportion: 0.2}
        objective:
          - {kind: cross_entropy, weight: 1.0}
          - {kind: entropy, weight: %s}
        training: {rounds: 2, steps_per_round: 4}
        """
        .formatted(folder, weight);
  }

  private String metrics() {
    StringBuilder lines = new StringBuilder();
    for (int step = 0; step < STEPS; step++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("step", step);
      line.put("learning_rate", 1e-4 * (1 - 0.01 * step));
      line.put("total", 1.5 - 0.1 * step);
      line.put("cross_entropy", 0.5);
      line.put("entropy", 1.0 - 0.1 * step);
      lines.append(Json.line(line)).append('\n');
    }
    return lines.toString();
  }

  /** The last class is in neither truth nor prediction. */
  private Scores scores(double miou) {
    Map<String, Double> iou = new LinkedHashMap<>();
    iou.put(classes.get(0), miou + 10);
    iou.put(classes.get(1), miou - 10);
    return new Scores(miou, iou);
  }

  private Results results() {
    return new Results(
        Optional.of(scores(BEFORE)),
        Optional.of(scores(BEFORE + weight)),
        Optional.of(scores(BEFORE + STEPS + weight)),
        42,
        7,
        Optional.of(new Results.Best(4, scores(50), "chosen by labels")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Pictures of all runs begin alike; what is predicted after training differs by weight. */
  private void panels() {
    List<Integer> after = List.of((int) Math.round(weight) % 3, 2);
    try {
      Files.createDirectories(folder.resolve("panels"));
      for (int i = 0; i < IMAGES.size(); i++) {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        pixels[i] = 100;
        PngWriter.writeRgb(PanelFiles.image(folder, i), new RgbImage(WIDTH, HEIGHT, pixels));
        grey(PanelFiles.truth(folder, i), 0);
        grey(PanelFiles.before(folder, i), 1);
        grey(PanelFiles.targetStatistics(folder, i), 2);
        grey(PanelFiles.prediction(folder, i), after.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("names", new ArrayList<>(IMAGES));
    text("panels/names.json", Json.line(names));
  }

  private static void grey(Path file, int id) throws IOException {
    PngWriter.writeGrey(file, LabelMap.filled(WIDTH, HEIGHT, id));
  }
}
