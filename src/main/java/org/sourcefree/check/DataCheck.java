package org.sourcefree.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.GenerationRun;
import org.sourcefree.files.Folders;
import org.sourcefree.run.Example;
import org.sourcefree.run.RunFolder;
import org.sourcefree.trust.Models;

/** Reads every file of every dataset that a config names and reports all that is wrong. */
public final class DataCheck {
  private final Experiment config;
  private final Progress progress;

  /** Prepares a check; nothing is read yet. */
  public DataCheck(Experiment config, Progress progress) {
    this.config = config;
    this.progress = progress;
  }

  /**
   * A dataset that was checked.
   *
   * @param classes that its labels are read as
   * @param examples a few images in their own sizes, with their truth where labels are read
   */
  public record Checked(DatasetReport report, ClassSet classes, List<Example> examples) {}

  /**
   * What check.json holds.
   *
   * @param wrong how many files are
   */
  public record Summary(long wrong, List<DatasetReport> datasets) {}

  /** A folder beside the config's output that does not exist yet. */
  public Path freePlace() {
    Path output = config.output();
    String name = output.getFileName() + "_data_check";
    Path place = output.resolveSibling(name);
    for (int i = 2; Files.exists(place); i++) {
      place = output.resolveSibling(name + "_" + i);
    }
    return place;
  }

  /**
   * Checks, generates synthetic datasets that are not there yet, and writes check.json.
   *
   * @param output a new folder
   * @throws InvalidInputException if the config names no data or the folder exists; no folder is
   *     left behind then
   */
  public List<Checked> run(Path output) {
    RunFolder.requireAbsent(output);
    List<DataUse> uses = List.copyOf(DataUse.of(config, new Models()));
    Folders.create(output);
    try {
      List<Checked> checked = new ArrayList<>();
      uses.forEach(use -> checked.add(check(use)));
      List<DatasetReport> reports = checked.stream().map(Checked::report).toList();
      long wrong = reports.stream().mapToLong(DatasetReport::wrong).sum();
      Json.write(output.resolve("check.json"), new Summary(wrong, reports));
      return checked;
    } catch (RuntimeException e) {
      Folders.delete(output);
      throw e;
    }
  }

  private Checked check(DataUse use) {
    DatasetCheck check;
    try {
      new GenerationRun(progress).ensure(use.dataset());
      check = new DatasetCheck(use, Integer.MAX_VALUE);
    } catch (InvalidInputException e) {
      return new Checked(unlisted(use, e), use.classes().classes(), List.of());
    }
    DatasetReport report = check.run(progress);
    return new Checked(report, use.classes().classes(), check.examples());
  }

  private static DatasetReport unlisted(DataUse use, InvalidInputException reason) {
    DataFault fault = DataFault.dataset(String.valueOf(reason.getMessage()));
    return new DatasetReport(
        use.roles(), use.dataset(), 0, List.of(), 0, Optional.empty(), List.of(), List.of(fault));
  }
}
