package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sourcefree.experiment.ExportRun;
import org.sourcefree.experiment.ServingExport;
import org.sourcefree.graph.Kernels;
import org.sourcefree.graph.Storage;
import org.sourcefree.image.ImageSize;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Writes a model for servers, or its weights for PyTorch. */
@Command(
    name = "export",
    description =
        "Writes a model for TensorFlow Serving and whatever loads SavedModels (--out), or its weights as a PyTorch state dict (--torch).",
    footer = "tools/sourcefree export runs/ld --out served",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "A run folder or a SavedModel written by sourcefree; with --out also a config that names another program's graph.")
  private Path model = Path.of("");

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  /** Where to. */
  static final class Target {
    @ArgGroup(exclusive = false, heading = "For servers:%n")
    private @Nullable Serving serving;

    @ArgGroup(exclusive = false, heading = "For PyTorch:%n")
    private @Nullable Torch torch;
  }

  /** A state dict. */
  static final class Torch {
    @Option(
        names = "--torch",
        paramLabel = "OUT.pth",
        required = true,
        description = "The state dict, a new file; load_state_dict(torch.load(OUT.pth)) reads it.")
    private Path file = Path.of("");
  }

  /** TensorFlow Serving's layout. */
  static final class Serving {
    /** How weights are stored. */
    enum Quantization {
      none(Storage.FLOAT32),
      bfloat16(Storage.BFLOAT16),
      float16(Storage.FLOAT16);

      private final Storage storage;

      Quantization(Storage storage) {
        this.storage = storage;
      }
    }

    /** What the server computes on. */
    enum Processor {
      cpu(Kernels.MATRIX),
      gpu(Kernels.CONVOLUTION);

      private final Kernels kernels;

      Processor(Kernels kernels) {
        this.kernels = kernels;
      }
    }

    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "Writes DIR/NAME/VERSION, the next free version.")
    private Path output = Path.of("");

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "The model's name on the server; its folder's if not given.")
    private @Nullable String name;

    @Option(
        names = "--view",
        paramLabel = "HxW|own",
        converter = SeenConverter.class,
        description =
            "The size that the network sees of every image, or own; as the run's evaluation_view says if not given, own where none does.")
    private ServingExport.@Nullable Seen seen;

    @Option(
        names = "--fixed-size",
        paramLabel = "HxW",
        converter = SizeConverter.class,
        description = "Take images of this size alone; of any if not given.")
    private @Nullable ImageSize fixedSize;

    @Option(
        names = "--quantize",
        defaultValue = "none",
        description =
            "Store kernels as ${COMPLETION-CANDIDATES}; the graph computes in float32 (default: ${DEFAULT-VALUE}).")
    private Quantization quantization = Quantization.none;

    @Option(
        names = "--for",
        paramLabel = "cpu|gpu",
        description = "What the server computes on; as this machine does if not given.")
    private @Nullable Processor processor;

    @Option(names = "--probabilities", description = "Answer those of all classes too.")
    private boolean probabilities;

    private ServingExport export() {
      return new ServingExport(
          Optional.ofNullable(seen),
          Optional.ofNullable(fixedSize),
          quantization.storage,
          Optional.ofNullable(processor).map(chosen -> chosen.kernels),
          probabilities);
    }
  }

  @Override
  public Integer call() {
    if (target.torch != null) {
      ExportRun.torch(model, target.torch.file);
      System.out.printf("State dict: %s%n", target.torch.file);
    }
    if (target.serving != null) {
      Serving serving = target.serving;
      print(serving.export().run(model, serving.output, Optional.ofNullable(serving.name)));
    }
    return 0;
  }

  private static void print(ServingExport.Exported exported) {
    String seen = exported.seen().map(ImageSize::toString).orElse("its own size");
    String saidBy = exported.saidBy().map(" (%s)"::formatted).orElse("");
    System.out.printf("Model: %s%n", exported.folder());
    System.out.printf("The network sees an image at %s%s%n", seen, saidBy);
    System.out.printf(Locale.ROOT, "Size: %.1f MB%n", exported.bytes() / 1e6);
    System.out.printf(
        Locale.ROOT,
        "Latency on this machine, one image of %s: %.0f ms (serving_default), %.0f ms (serving_bytes)%n",
        exported.tried(),
        exported.pixelsMilliseconds(),
        exported.fileMilliseconds());
  }

  /** HxW. */
  static final class SizeConverter implements ITypeConverter<ImageSize> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})[xX×]([0-9]{1,9})");

    @Override
    public ImageSize convert(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new TypeConversionException(
            "must be height and width in pixels, as 128x256, got \"%s\"".formatted(text));
      }
      return new ImageSize(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)));
    }
  }

  /** HxW, or own. */
  static final class SeenConverter implements ITypeConverter<ServingExport.Seen> {
    @Override
    public ServingExport.Seen convert(String text) {
      return new ServingExport.Seen(
          text.equals("own") ? Optional.empty() : Optional.of(new SizeConverter().convert(text)));
    }
  }
}
