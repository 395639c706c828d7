package org.sourcefree.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.workers.LaunchedWorkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a command as several workers. */
@Command(
    name = "launch",
    description =
        "Starts adapt, pretrain, evaluate or predict as several processes that share every batch, or the images, or reproduce as several that share its runs: on this machine, a GPU or a part of the cores each; or prints what to start on which host.",
    footer = {
      "tools/sourcefree launch --workers 2 adapt my.yaml",
      "tools/sourcefree launch --workers 2 reproduce my_suite.yaml",
      "tools/sourcefree launch --hosts node1,node2 adapt my.yaml"
    },
    mixinStandardHelpOptions = true)
final class LaunchCommand implements Callable<Integer> {
  private static final List<String> SHARED = List.of("adapt", "pretrain", "evaluate", "predict");
  private static final String WHOLE_RUNS = "reproduce";
  private static final int MOST = 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--workers", paramLabel = "N", description = "Processes on this machine.")
  private Optional<Integer> workers = Optional.empty();

  @Option(
      names = "--hosts",
      paramLabel = "HOST,HOST",
      split = ",",
      description = "Machines, the chief's first; prints the command for each and starts none.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the servers on --hosts; ${DEFAULT-VALUE} if not given.")
  private int port = 2222;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description =
          "The command, adapt, pretrain, evaluate, predict or reproduce, with all that belongs to it.")
  private @Nullable List<String> command;

  @Override
  public Integer call() {
    List<String> words = command == null ? List.of() : command;
    boolean apart = !words.isEmpty() && words.get(0).equals(WHOLE_RUNS);
    if (!apart && (words.isEmpty() || !SHARED.contains(words.get(0)))) {
      throw new InvalidInputException(
          "the command to launch must be adapt, pretrain, evaluate, predict or reproduce, got "
              + (words.isEmpty() ? "none" : words.get(0)));
    }
    if (workers.isPresent() == !hosts.isEmpty()) {
      throw new InvalidInputException("launch must have either --workers or --hosts");
    }
    if (!hosts.isEmpty()) {
      print(words, apart);
      return 0;
    }
    int number = workers.orElseThrow();
    if (number < 1 || number > MOST) {
      throw new InvalidInputException(
          "--workers must be from 1 to %d, got %d".formatted(MOST, number));
    }
    Class<?> main = spec.root().userObject().getClass();
    return apart
        ? LaunchedWorkers.apart(number, main, words)
        : LaunchedWorkers.together(number, main, words);
  }

  private void print(List<String> words, boolean apart) {
    List<String> addresses = hosts.stream().map(host -> host + ":" + port).toList();
    for (int i = 0; i < hosts.size(); i++) {
      System.out.printf(
          "on %s:  %stools/sourcefree %s%n",
          hosts.get(i),
          apart ? "" : "TF_CONFIG=" + TypedCommand.quoted(Cluster.text(addresses, i)) + " ",
          String.join(" ", words.stream().map(TypedCommand::quoted).toList()));
    }
  }
}
