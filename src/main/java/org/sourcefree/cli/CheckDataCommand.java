package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.check.DataCheck;
import org.sourcefree.check.DatasetReport;
import org.sourcefree.report.DataSheet;
import org.sourcefree.report.DataTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the images and labels of a config before hours are spent on them. */
@Command(
    name = "check-data",
    description =
        "Reads every image and label that a config names; reports counts, sizes, ids, class shares and every wrong file.",
    footer = "tools/sourcefree check-data my.yaml",
    mixinStandardHelpOptions = true)
final class CheckDataCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() {
    DataCheck check = new DataCheck(options.read(), new TerminalProgress());
    Path output = options.givenOutput().orElseGet(check::freePlace);
    List<DataCheck.Checked> checked = check.run(output);
    List<DatasetReport> reports = checked.stream().map(DataCheck.Checked::report).toList();
    reports.forEach(report -> System.out.println(DataTable.text(report)));
    Path sheet = output.resolve("contact_sheet.png");
    if (DataSheet.write(sheet, checked)) {
      WrittenFiles.picture("Contact sheet", sheet);
    }
    System.out.printf("Counts: %s%n", output.resolve("check.json"));
    String wrong = DataTable.counts(reports);
    if (!wrong.isEmpty()) {
      throw new InvalidInputException("data is wrong: %s; each is named above".formatted(wrong));
    }
    return 0;
  }
}
