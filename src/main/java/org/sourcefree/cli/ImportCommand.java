package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.convert.ImportRun;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.OwnClasses;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.HeadChoice;
import org.sourcefree.torch.KeyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a PyTorch checkpoint into a SavedModel. */
@Command(
    name = "import",
    description =
        "Turns a PyTorch or safetensors checkpoint of a DeepLab-V2, or with --mapping another program's SavedModel, into a SavedModel of ours.",
    footer = {
      "tools/sourcefree import deeplab.pth --classes 19 --out models/mine/saved_model",
      "tools/sourcefree import their/model --mapping names.yaml --classes 19 --dry-run"
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  /** Named statistics of images that networks were pretrained with. */
  enum Statistics {
    caffe,
    torchvision
  }

  /** Heads of a checkpoint. */
  enum Head {
    layer5,
    layer6,
    sum,
    both
  }

  private static final String COUNTER = ".num_batches_tracked";

  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "A .pth, .pt or .safetensors file; with --mapping a SavedModel's folder.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "YAML, ours: theirs, that names each weight in another program's SavedModel.")
  private @Nullable Path mapping;

  @Option(
      names = "--classes",
      paramLabel = "C",
      required = true,
      description = "Number of classes; 19 are Cityscapes', 16 those it shares with SYNTHIA.")
  private int classes;

  @Option(
      names = "--class-names",
      paramLabel = "NAME",
      split = ",",
      description = "Names of the classes in order, for other sets than these two.")
  private List<String> names = List.of();

  @Option(
      names = "--palette",
      paramLabel = "COLOUR",
      split = ",",
      description = "The classes' colours, such as '#7a5230,#4caf50', for pictures.")
  private List<String> palette = List.of();

  @Option(names = "--out", paramLabel = "DIR", description = "The SavedModel, a new folder.")
  private @Nullable Path output;

  @Option(
      names = "--head",
      paramLabel = "HEAD",
      description =
          "Of two heads on stage 4 the one to take, their sum, or of any two both: ${COMPLETION-CANDIDATES}.")
  private @Nullable Head head;

  @Option(
      names = "--new-head",
      description = "Start the head anew, for another set of classes than the checkpoint's.")
  private boolean newHead;

  @Option(
      names = "--atrous-rates",
      paramLabel = "RATE",
      split = ",",
      description = "Dilations of the head's branches; 6,12,18,24 if not given.")
  private List<Integer> atrousRates = List.of();

  @Option(
      names = "--preprocessing",
      paramLabel = "NAME",
      defaultValue = "caffe",
      description =
          "What the network expects: ${COMPLETION-CANDIDATES}; caffe is BGR minus the mean.")
  private Statistics preprocessing = Statistics.caffe;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of a new head's values (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--dry-run", description = "Only report what would become of every key.")
  private boolean dryRun;

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() {
    if (output == null && !dryRun) {
      throw new InvalidInputException("import needs --out DIR, or --dry-run to only compare");
    }
    ImportRun run =
        new ImportRun(
            checkpoint,
            Optional.ofNullable(mapping),
            classSet(),
            Optional.of(atrousRates).filter(rates -> !rates.isEmpty()),
            preprocessing == Statistics.caffe ? Preprocessing.CAFFE : Preprocessing.TORCHVISION,
            headChoice(),
            seed);
    Optional<Path> written = dryRun ? Optional.empty() : Optional.ofNullable(output);
    ImportRun.Imported imported = run.run(written, trust.models());
    print(imported);
    if (dryRun) {
      imported.keys().requireComplete(checkpoint.toString());
    } else {
      System.out.printf("Model: %s%n", output);
    }
    return 0;
  }

  private HeadChoice headChoice() {
    if (newHead && head != null) {
      throw new InvalidInputException(
          "--head takes a head of the checkpoint and --new-head none; one of them can be given");
    }
    if (head == null) {
      return newHead ? HeadChoice.NEW : HeadChoice.ON_STAGE_4;
    }
    return switch (head) {
      case layer5 -> HeadChoice.LAYER5;
      case layer6 -> HeadChoice.LAYER6;
      case sum -> HeadChoice.SUM;
      case both -> HeadChoice.BOTH;
    };
  }

  private ClassSet classSet() {
    if (!names.isEmpty() && names.size() != classes) {
      throw new InvalidInputException(
          "--class-names must be as many as --classes (%d), got %d"
              .formatted(classes, names.size()));
    }
    try {
      if (names.isEmpty() && palette.isEmpty()) {
        return StandardClasses.ofSize(classes);
      }
      List<String> known = names.isEmpty() ? StandardClasses.ofSize(classes).names() : names;
      return new OwnClasses(known, Optional.of(palette).filter(list -> !list.isEmpty())).set();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new InvalidInputException(
          (message.startsWith("palette") ? "--" : "--class-") + message, e);
    }
  }

  private static void print(ImportRun.Imported imported) {
    DeepLabV2 network = imported.network();
    KeyReport keys = imported.keys();
    System.out.printf(
        "DeepLab-V2, stages %s, width %s, atrous rates %s%n",
        network.stages(), network.width(), network.atrousRates());
    imported.head().ifPresent(head -> System.out.printf("Head: %s%n", head));
    System.out.printf("Taken: %d tensors%n", keys.taken().size());
    list("Ignored", keys.ignored().stream().filter(key -> !key.endsWith(COUNTER)).toList());
    long counters = keys.ignored().stream().filter(key -> key.endsWith(COUNTER)).count();
    System.out.printf("Ignored: %d batch counters (num_batches_tracked)%n", counters);
    list("Skipped unread", keys.skipped());
    list("Started anew", keys.initialised());
    list("Missing", keys.missing());
    list("Unexpected", keys.unexpected());
    list("Misshapen", keys.misshapen());
  }

  private static void list(String title, List<String> keys) {
    if (!keys.isEmpty()) {
      System.out.printf("%s: %d%n", title, keys.size());
      keys.forEach(key -> System.out.printf("  %s%n", key));
    }
  }
}
