package org.sourcefree.init;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.files.FileNames;
import org.sourcefree.files.Folders;
import org.sourcefree.image.ImageSize;
import org.sourcefree.machine.Machine;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.Model;
import org.sourcefree.predict.ModelSource;
import org.sourcefree.trust.Models;

/** Writes the first config for images of one's own. Nothing is computed with the model. */
public final class InitRun {
  private static final Path SCHEMA = Path.of("configs/schema.json");

  private final Request request;
  private final long available;

  /**
   * What is asked for, as it was typed.
   *
   * @param model a SavedModel's folder, or one that holds it
   * @param images to adapt to: a folder or a pattern
   * @param labels a folder or a pattern of label files
   * @param evaluationImages the images that the labels belong to, those to adapt to if left out
   * @param out the config, a new file
   */
  public record Request(
      String model,
      String images,
      Optional<String> labels,
      Optional<String> evaluationImages,
      Path out) {}

  /**
   * What was written.
   *
   * @param facts what it was made from and what it will do, by name
   * @param open what is left to fill in; empty if nothing is
   * @param output the run folder that it names
   */
  public record Written(Map<String, String> facts, Optional<String> open, Path output) {
    /** Copies the map. */
    public Written {
      facts = new LinkedHashMap<>(facts);
    }
  }

  /** Prepares it for this machine's memory; nothing is read yet. */
  public InitRun(Request request) {
    this(request, Machine.availableMemory());
  }

  /**
   * Prepares it; nothing is read yet.
   *
   * @param available memory for the run, bytes
   */
  InitRun(Request request, long available) {
    this.request = request;
    this.available = available;
  }

  /**
   * Looks at model, images and labels and writes the config, and lists beside it where only some
   * images have labels.
   *
   * @throws InvalidInputException if one of them does not do, or there is a file already
   */
  public Written run() {
    if (Files.exists(request.out())) {
      throw taken(request.out());
    }
    if (request.evaluationImages().isPresent() && request.labels().isEmpty()) {
      throw new InvalidInputException("--evaluation-images needs --labels, which are theirs");
    }
    Path saved = FileNames.path(request.model());
    Model model = new Models().describe(PretrainedModel.unsaid(saved));
    OwnImages images = OwnImages.find(request.images(), "--images");
    ImageSize usual = images.usualSize();
    Optional<EvaluationView> measured = new ModelSource(saved).measuredView();
    Extent extent =
        Extent.of(
            images.samples().size(),
            usual,
            measured,
            Extent.bytesOfPixel(model.network(), model.classes().size()),
            available);
    Optional<Labels> labels = request.labels().map(given -> labels(given, images, model));
    Path output = freeOutput();
    Template template =
        new Template(
            header(output),
            schema(),
            output.toString(),
            request.model(),
            model.classes().size(),
            new Template.Target(images.dataset(), "%d images".formatted(images.samples().size())),
            labels.map(Labels::evaluation),
            measured,
            extent);
    labels.ifPresent(Labels::writeLists);
    write(request.out(), template.text());
    requireReadable();
    return new Written(
        facts(model.classes(), images, usual, extent, labels),
        labels.filter(found -> !found.meaning().fits()).map(found -> left()),
        output);
  }

  private record Labels(LabelledImages found, LabelMeaning meaning, LabelledImages.Lists lists) {
    Template.Evaluation evaluation() {
      return new Template.Evaluation(
          found.dataset(meaning.values(), lists),
          meaning.fits(),
          meaning.fits()
              ? counted() + ": " + meaning.words()
              : "the labels hold " + meaning.words());
    }

    String counted() {
      return found.labelled().size() + (found.labelled().size() == 1 ? " image" : " images");
    }

    void writeLists() {
      if (found.needsLists()) {
        write(lists.images(), found.imageList());
        write(lists.labels(), found.labelList());
      }
    }
  }

  private Labels labels(String given, OwnImages images, Model model) {
    OwnImages measured =
        request
            .evaluationImages()
            .map(own -> OwnImages.find(own, "--evaluation-images"))
            .orElse(images);
    LabelledImages found = LabelledImages.find(measured, given);
    return new Labels(
        found,
        LabelMeaning.of(found.labelled(), model.classes()),
        LabelledImages.Lists.beside(request.out()));
  }

  private List<String> header(Path output) {
    return List.of(
        "Adapts a model to images of your own, which need no labels. configs/README.md",
        "explains more. Paths start where the commands are run:",
        "  tools/sourcefree check " + request.out(),
        "  tools/sourcefree adapt " + request.out(),
        "  tools/sourcefree predict %s %s --out predicted"
            .formatted(output, quoted(request.images())));
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private Optional<String> schema() {
    if (!Files.isRegularFile(SCHEMA)) {
      return Optional.empty();
    }
    Path folder = request.out().toAbsolutePath().normalize().getParent();
    return Optional.ofNullable(folder)
        .map(from -> from.relativize(SCHEMA.toAbsolutePath()).toString().replace('\\', '/'));
  }

  /** Named as the config, with a number where that is taken. */
  private Path freeOutput() {
    String name = String.valueOf(request.out().getFileName()).replaceFirst("\\.ya?ml$", "");
    Path output = Path.of("runs", name);
    for (int i = 2; Files.exists(output); i++) {
      output = Path.of("runs", name + "_" + i);
    }
    return output;
  }

  private Map<String, String> facts(
      ClassSet classes, OwnImages images, ImageSize usual, Extent extent, Optional<Labels> labels) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Model", "%d classes: %s".formatted(classes.size(), names(classes)));
    facts.put(
        "Images",
        "%d, mostly %s; seen at %d×%d, in training squares of %d"
            .formatted(
                images.samples().size(),
                usual,
                extent.view().width(),
                extent.view().height(),
                extent.crop()));
    facts.put(
        "Steps",
        "%d rounds of %d steps of %d images"
            .formatted(Extent.ROUNDS, extent.stepsPerRound(), extent.batch()));
    facts.put(
        "Labels",
        labels
            .map(each -> "of %s: %s".formatted(each.counted(), each.meaning().words()))
            .orElse("none: nothing will be measured"));
    return facts;
  }

  private static String names(ClassSet classes) {
    List<String> shown = new ArrayList<>(classes.names());
    if (shown.size() > 6) {
      shown = new ArrayList<>(shown.subList(0, 5));
      shown.add("…");
    }
    return String.join(", ", shown);
  }

  private String left() {
    return "say in %s, at FILL IN, which value of the labels is which class; until then nothing is measured"
        .formatted(request.out());
  }

  private void requireReadable() {
    try {
      ConfigReader.read(request.out(), List.of(), Experiment.class);
    } catch (InvalidInputException e) {
      throw new IllegalStateException("a config that was written must be readable", e);
    }
  }

  private static void write(Path file, String text) {
    Folders.createParent(file);
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw taken(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static InvalidInputException taken(Path file) {
    return new InvalidInputException("%s must not exist yet; use another --out".formatted(file));
  }
}
