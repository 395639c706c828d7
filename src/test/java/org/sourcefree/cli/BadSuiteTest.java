package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Suites that cannot be right are refused in one line before anything runs. */
@Tag("end-to-end")
class BadSuiteTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() {
    task = SmallTask.make(root);
    task.writeSuite();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rows.3.config=ROOT/absent.yaml | row ld: there must be a file",
        "sweeps.0.key=objective.1.wight | sweep alpha: unknown key wight",
        "means.0.without=[walll] | means.without must name classes",
        "rows.3.title=EntMin | titles of rows must be distinct",
        "sweeps.0.values=[1, 1] | values must be distinct",
      })
  void refusesASuiteThatCannotBeRight(String override, String words) {
    Terminal.run(
            "reproduce",
            path("suite.yaml"),
            "--out",
            path("none"),
            "--set",
            override.replace("ROOT", root.toString()))
        .refused(words);
    assertThat(root.resolve("none")).doesNotExist();
  }

  @Test
  void refusesRowsThatCannotBeCompared() throws IOException {
    task.write(
        "other.yaml", Files.readString(root.resolve("ld.yaml")).replace("width: 88", "width: 80"));
    Terminal.run(
            "reproduce",
            path("suite.yaml"),
            "--set",
            "rows.3.config=" + path("other.yaml"),
            "--out",
            path("none"))
        .refused("must agree in data.evaluation_view", "ld, seed 1");
    Terminal.run("reproduce", path("suite.yaml"), "--seeds", "1,1", "--out", path("none"))
        .refused("seeds must be distinct", "--seeds");
  }

  @Test
  void refusesARowThatTheSuiteHasNot() {
    Terminal.run("reproduce", path("suite.yaml"), "--out", path("none"), "--rows", "shot")
        .refused("rows must be among source_only, statistics", "got shot");
    assertThat(root.resolve("none")).doesNotExist();
  }

  private static String path(String name) {
    return root.resolve(name).toString();
  }
}
