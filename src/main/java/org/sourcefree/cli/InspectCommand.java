package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sourcefree.PlainText;
import org.sourcefree.trust.Inspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a SavedModel holds. */
@Command(
    name = "inspect",
    description =
        "Prints a SavedModel's signatures, variables and network, and whether it can be trained.",
    footer = "tools/sourcefree inspect models/street_scenes_source --all",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Parameters(
      paramLabel = "DIR",
      description = "SavedModel folder, or one that holds saved_model/.")
  private Path folder = Path.of("");

  @Option(names = "--all", description = "Print every variable.")
  private boolean all;

  @Override
  public Integer call() {
    Inspection found = Inspection.of(folder);
    System.out.println(found.savedModel());
    print("signatures", found.signatures());
    printVariables(found.variables());
    print("network", found.network());
    print("classes", List.of(found.classes()));
    print("preprocessing", List.of(found.preprocessing()));
    print("does more than compute", orNo(found.beyond()));
    print("can be trained", found.training());
    return 0;
  }

  private void printVariables(Map<String, String> variables) {
    int shown = all ? variables.size() : SHOWN;
    List<String> lines =
        variables.entrySet().stream()
            .limit(shown)
            .map(variable -> variable.getKey() + " " + variable.getValue())
            .toList();
    print("variables (%d)".formatted(variables.size()), lines);
    if (variables.size() > shown) {
      System.out.printf("  and %d more (--all)%n", variables.size() - shown);
    }
  }

  private static List<String> orNo(List<String> lines) {
    return lines.isEmpty() ? List.of("no") : lines;
  }

  private static void print(String title, List<String> lines) {
    System.out.println(title);
    lines.forEach(line -> System.out.println("  " + PlainText.line(line)));
  }
}
