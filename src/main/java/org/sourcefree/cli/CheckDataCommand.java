package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.check.DataCheck;
import org.sourcefree.check.DatasetReport;
import org.sourcefree.report.DataSheet;
import org.sourcefree.report.DataTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the images and labels of a config before hours are spent on them. */
@Command(
    name = "check-data",
    description =
        "Reads every image and label that a config names; reports counts, sizes, ids, class shares and every wrong file.",
    footer = "tools/sourcefree check-data my.yaml",
    mixinStandardHelpOptions = true)
final class CheckDataCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the counts and the contact sheet go, a new folder; if not given, the config's output with _data_check behind it.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    DataCheck check = new DataCheck(options.read(), new TerminalProgress());
    Path folder = Optional.ofNullable(output).orElseGet(check::freePlace);
    List<DataCheck.Checked> checked = check.run(folder);
    List<DatasetReport> reports = checked.stream().map(DataCheck.Checked::report).toList();
    reports.forEach(report -> System.out.println(DataTable.text(report)));
    Path sheet = folder.resolve("contact_sheet.png");
    if (DataSheet.write(sheet, checked)) {
      WrittenFiles.picture("Contact sheet", sheet);
    }
    System.out.printf("Counts: %s%n", folder.resolve("check.json"));
    String wrong = DataTable.counts(reports);
    if (!wrong.isEmpty()) {
      throw new InvalidInputException("data is wrong: %s; each is named above".formatted(wrong));
    }
    return 0;
  }
}
