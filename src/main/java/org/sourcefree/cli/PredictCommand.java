package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageArguments;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageSize;
import org.sourcefree.predict.PredictionRun;
import org.sourcefree.report.PredictionFiles;
import org.sourcefree.report.PredictionFiles.Kind;
import org.sourcefree.report.PredictionSheet;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts image files. */
@Command(
    name = "predict",
    description =
        "Predicts images and writes DIR/KIND/NAME.png at each image's own size, and DIR/contact_sheet.png, some of them with a legend. An image that cannot be read is reported and skipped; the exit code is 2 then.",
    footer = {
      "tools/sourcefree predict runs/ld photos --out predicted",
      "tools/sourcefree predict runs/ld 'drive/**/*.jpg' --out seen --outputs labelids"
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private static final int SKIPPED = 2;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A run folder, a SavedModel's folder, or a config that names a graph.")
  private Path model = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGES",
      description = "PNG and JPEG files, folders of them, quoted patterns such as 'a/**/*.jpg'.")
  private List<String> images = List.of();

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where files go.")
  private Path output = Path.of("");

  @Option(
      names = "--outputs",
      split = ",",
      paramLabel = "KIND",
      description =
          "What to write, of trainids, labelids (for Cityscapes' server), color, overlay, confidence (default: trainids,color,overlay).")
  private Set<Kind> kinds = EnumSet.of(Kind.TRAINIDS, Kind.COLOR, Kind.OVERLAY);

  @Option(
      names = "--opacity",
      paramLabel = "SHARE",
      description = "Of an overlay's colours, 0 to 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.5")
  private double opacity;

  @Option(
      names = "--working-size",
      paramLabel = "HxW",
      converter = HeightByWidth.class,
      description =
          "What images are resized to for the network; the evaluation view of the run or config if left out, and without one their own size.")
  private @Nullable ImageSize workingSize;

  @Option(names = "--own-size", description = "The network sees images at their own size.")
  private boolean ownSize;

  @Mixin private final AugmentationOptions augmentation = new AugmentationOptions();

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new InvalidInputException("--opacity must be in [0, 1], got " + opacity);
    }
    Workers workers = WorkersVariable.read();
    List<Sample> samples = workers.share().of(ImageArguments.find(images, output));
    List<PredictionSheet> sheets = new ArrayList<>();
    List<String> problems =
        new PredictionRun(
                model, view(), augmentation.augmentation(), trust.models(), new TerminalProgress())
            .run(
                samples,
                classes -> {
                  PredictionFiles files = new PredictionFiles(output, kinds, opacity, classes);
                  PredictionSheet sheet = new PredictionSheet(samples, classes, opacity);
                  sheets.add(sheet);
                  return prediction -> {
                    files.write(prediction);
                    sheet.add(prediction);
                  };
                });
    System.out.printf(
        "Predicted: %d images to %s%s%n",
        samples.size() - problems.size(),
        output,
        problems.isEmpty() ? "" : ", %d skipped".formatted(problems.size()));
    Path shown = output.resolve("contact_sheet.png");
    if (workers.isChief() && sheets.stream().anyMatch(sheet -> sheet.write(shown))) {
      WrittenFiles.picture("Contact sheet", shown);
    }
    return problems.isEmpty() ? 0 : SKIPPED;
  }

  private PredictionRun.View view() {
    if (workingSize == null) {
      return new PredictionRun.View(!ownSize, Optional.empty());
    }
    if (ownSize) {
      throw new InvalidInputException("--working-size and --own-size exclude each other");
    }
    EvaluationView given = new EvaluationView(workingSize.width(), workingSize.height());
    return new PredictionRun.View(false, Optional.of(given));
  }
}
