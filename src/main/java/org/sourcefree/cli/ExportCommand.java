package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.convert.ExportRun;
import org.sourcefree.graph.Quantization;
import org.sourcefree.image.ImageSize;
import org.sourcefree.serving.ServingProbe;
import org.sourcefree.serving.ServingRun;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model for a server or for PyTorch. */
@Command(
    name = "export",
    description =
        "Writes a model as TensorFlow Serving reads it (--out), or its weights as a PyTorch state dict (--torch).",
    footer = {
      "tools/sourcefree export runs/ld --out served",
      "tools/sourcefree export runs/ld/saved_model --torch ld.pth"
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "A SavedModel written by sourcefree, a run's folder, or with --out also the config whose model evaluate measures.")
  private Path model = Path.of("");

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  @Mixin private final TrustOption trust = new TrustOption();

  /** One of the two. */
  static final class Target {
    @Option(
        names = "--torch",
        paramLabel = "OUT.pth",
        required = true,
        description = "The state dict, a new file, which torch.load reads.")
    private @Nullable Path torch;

    @ArgGroup(exclusive = false, heading = "To serve:%n")
    private @Nullable Served served;
  }

  /** A served model. */
  static final class Served {
    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description =
            "The folder of all served models; DIR/NAME/VERSION is written, the version after the last.")
    private Path out = Path.of("");

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "What clients call the model; the run's folder if left out.")
    private @Nullable String name;

    @Option(
        names = "--quantize",
        paramLabel = "TYPE",
        description =
            "How weights are kept: none (float32, the default), bfloat16 or float16, which halve the file. It computes in float32.")
    private Quantization quantization = Quantization.NONE;

    @Option(
        names = "--working-size",
        paramLabel = "HxW",
        converter = HeightByWidth.class,
        description =
            "What images are resized to for the network; the evaluation view of the run or config if left out, and without one their own size.")
    private @Nullable ImageSize workingSize;

    @Option(names = "--own-size", description = "The network sees images at their own size.")
    private boolean ownSize;

    @Option(
        names = "--fixed-size",
        paramLabel = "HxW",
        converter = HeightByWidth.class,
        description =
            "Freezes all shapes: pixels must have this size, results have it; files may have any.")
    private @Nullable ImageSize fixedSize;

    @Option(names = "--probabilities", description = "Gives every class's probability too.")
    private boolean probabilities;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "Override one key of a config; may be repeated.")
    private List<String> set = new ArrayList<>();
  }

  @Override
  public Integer call() {
    if (target.served != null) {
      serve(target.served);
    } else if (target.torch != null) {
      ExportRun.torch(trust.models(), model, target.torch);
      System.out.printf("State dict: %s%n", target.torch);
    }
    return 0;
  }

  private void serve(Served options) {
    if (options.ownSize && options.workingSize != null) {
      throw new InvalidInputException("--own-size must be left out with --working-size");
    }
    print(new ServingRun(settings(options), trust.models()).run());
  }

  private ServingRun.Settings settings(Served options) {
    return new ServingRun.Settings(
        model,
        options.set,
        options.out,
        Optional.ofNullable(options.name),
        options.quantization,
        Optional.ofNullable(options.workingSize),
        options.ownSize,
        Optional.ofNullable(options.fixedSize),
        options.probabilities);
  }

  private static void print(ServingRun.Exported exported) {
    ServingProbe.Timings times = exported.timings();
    System.out.printf(
        Locale.ROOT,
        """
        Served model: %s
          size: %.1f MB
          images: %s
          the network sees: %s
          load: %.2f s; first request: %.2f s
          an image of %s then: %.1f ms from pixels, %.1f ms from a PNG file
        """,
        exported.folder(),
        exported.bytes() / 1e6,
        size(exported.served().fixedSize(), "of any size, one size a request"),
        size(exported.served().workingSize(), "their own size"),
        times.load(),
        times.first(),
        rowsFirst(exported.timed()),
        1000 * times.pixels(),
        1000 * times.file());
  }

  private static String size(Optional<ImageSize> size, String otherwise) {
    return size.map(each -> rowsFirst(each) + " (height x width)").orElse(otherwise);
  }

  private static String rowsFirst(ImageSize size) {
    return size.height() + "x" + size.width();
  }
}
