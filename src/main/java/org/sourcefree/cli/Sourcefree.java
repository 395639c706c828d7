package org.sourcefree.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.config.Names;
import org.sourcefree.files.Durable;
import org.sourcefree.files.FileNames;
import org.sourcefree.graph.Faults;
import org.sourcefree.training.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code sourcefree}. Exits 0 when all went well, 2 for what the user can fix, 1 for
 * our own faults.
 */
@Command(
    name = "sourcefree",
    description =
        "Adapts a semantic-segmentation network to a new domain without the data it was trained on.",
    footer = {
      "tools/sourcefree adapt configs/street_scenes/adapt.yaml",
      "tools/sourcefree adapt --help"
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      InitCommand.class,
      AdaptCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      CheckCommand.class,
      SchemaCommand.class,
      CheckDataCommand.class,
      PretrainCommand.class,
      GenerateCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      InspectCommand.class,
      ReproduceCommand.class,
      ReportCommand.class,
      ChoicesCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      LaunchCommand.class
    })
public final class Sourcefree implements Runnable {
  private static final int USER_FAULT = 2;
  private static final int OUR_FAULT = 1;

  @Option(
      names = "--debug",
      description = "Print the stack trace of a failure.",
      scope = ScopeType.INHERIT)
  private boolean debug;

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    OwnErrors.separate();
    // The digits of some languages make names that TensorFlow does not take.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(execute(args));
  }

  /**
   * Runs the command line.
   *
   * @return the exit code
   */
  static int execute(String... args) {
    return PlainStream.during(() -> executed(args));
  }

  private static int executed(String... args) {
    Sourcefree root = new Sourcefree();
    CommandLine line =
        commandLine(root)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((failure, arguments) -> misused(failure))
            .setExecutionExceptionHandler((failure, command, parsed) -> root.report(failure));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      System.err.println(
          "the work needs more memory than Java has, JAVA_OPTS=-Xmx8g gives it 8 GB: " + e);
      return USER_FAULT;
    } catch (StackOverflowError e) {
      return root.report(new IllegalStateException("the input nests too deeply", e));
    }
  }

  /** All commands, with what their help has in common. */
  static CommandLine commandLine(Sourcefree root) {
    CommandLine line = new CommandLine(root);
    line.registerConverter(Path.class, Sourcefree::path);
    dress(line.getCommandSpec());
    // What follows the launched command is that command's.
    CommandLine launch = line.getSubcommands().get("launch");
    if (launch != null) {
      launch.setStopAtPositional(true);
    }
    line.getSubcommands().values().forEach(command -> dress(command.getCommandSpec()));
    return line;
  }

  private static Path path(String argument) {
    try {
      return FileNames.path(argument);
    } catch (InvalidInputException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static void dress(CommandSpec command) {
    command.usageMessage().footerHeading("%nExamples:%n").sortOptions(false);
    if (command.parent() != null) {
      command.versionProvider(new Version());
    }
    // picocli lists them first.
    for (String name : List.of("--help", "--version")) {
      OptionSpec option = command.findOption(name);
      command.remove(option).addOption(option);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(new CommandLine(this), "a command is needed");
  }

  private static int misused(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    String usage = command.getCommandSpec().qualifiedName() + " --help";
    System.err.println(
        oneLine(String.valueOf(failure.getMessage()))
            + hint(failure)
            + " ("
            + usage
            + " explains)");
    return USER_FAULT;
  }

  /** The command or option that a mistyped one most likely stands for. */
  private static String hint(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    return Names.hint(
        Names.nearest(
            typed,
            typed.startsWith("-")
                ? command.optionsMap().keySet()
                : command.subcommands().keySet()));
  }

  private int report(Exception failure) {
    PrintStream err = System.err;
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof InvalidInputException || failure instanceof DivergedException) {
      err.println(failure.getMessage());
      return USER_FAULT;
    }
    if (failure instanceof InvalidPathException named) {
      err.println(FileNames.fault(named.getInput()));
      return USER_FAULT;
    }
    if (failure instanceof UncheckedIOException disk) {
      err.println("a file could not be read or written: " + fault(disk));
      return USER_FAULT;
    }
    Optional<String> memory = Faults.outOfMemory(failure);
    if (memory.isPresent()) {
      err.println("the work needs more memory than there is: " + oneLine(memory.get()));
      return USER_FAULT;
    }
    String details = debug ? "" : " (--debug prints the details)";
    err.println("sourcefree failed: " + oneLine(failure.toString()) + details);
    return OUR_FAULT;
  }

  private static String fault(UncheckedIOException failure) {
    IOException disk = Objects.requireNonNull(failure.getCause());
    String reason = oneLine(Durable.reason(disk));
    return disk instanceof FileSystemException named ? named.getFile() + ": " + reason : reason;
  }

  private static String oneLine(String text) {
    return PlainText.line(text.strip().lines().map(String::strip).collect(Collectors.joining(" ")));
  }
}
