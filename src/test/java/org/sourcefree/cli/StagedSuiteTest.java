package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a suite that start from what another row leaves. */
@Tag("end-to-end")
class StagedSuiteTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() {
    task = SmallTask.make(root);
    task.writeSuite();
  }

  @Test
  void aRowStartsFromAnothersNetwork() throws IOException {
    String suite = Files.readString(Path.of(path("suite.yaml")));
    String rows = suite.substring(suite.indexOf("rows:"));
    String second =
        """
        rows:
          - {name: ld, title: LD, config: ROOT/ld.yaml}
          - {name: second, title: Second stage, config: ROOT/entmin.yaml, starts_from: ld, mechanism: S}
          - {name: again, title: Statistics again, config: ROOT/statistics.yaml, starts_from: ld}
        sweeps: []
        """
            .replace("ROOT", root.toString());
    task.write("stages.yaml", suite.replace(rows, second));
    String out = path("stages");
    Terminal alone =
        Terminal.run("reproduce", path("stages.yaml"), "--out", out, "--rows", "second");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.complaints())
        .contains("failed: second, seed 1: it starts from ld, seed 1, which must be run first");
    assertThat(Terminal.run("reproduce", path("stages.yaml"), "--out", out).code()).isZero();
    for (int seed = 1; seed <= 2; seed++) {
      assertThat(Files.readString(Path.of(out, "rows/second/seed_" + seed, "experiment.yaml")))
          .contains(out + "/rows/ld/seed_" + seed + "/saved_model");
      assertThat(Path.of(out, "rows/again/seed_" + seed, "results.json")).isRegularFile();
    }
    Terminal again = Terminal.run("reproduce", path("stages.yaml"), "--out", out);
    assertThat(again.complaints()).hasSize(6).allMatch(line -> line.endsWith("done before"));
    assertThat(Files.readString(Path.of(out, "report/report.md")))
        .contains("| **Second stage** | S | yes | 2 |", "| **Statistics again** | – | yes | 2 |");
  }

  /** Its images are divided by a network that is not there yet. */
  @Test
  void aRowThatRanksWithAnothersNetworkWaitsForIt() throws IOException {
    task.write("ranked.yaml", RankedPartTest.config(task));
    String suite = Files.readString(Path.of(path("suite.yaml")));
    String rows =
        """
        rows:
          - {name: ld, title: LD, config: ROOT/ld.yaml}
          - {name: ranked, title: Ranked, config: ROOT/ranked.yaml, starts_from: ld, mechanism: S}
        sweeps: []
        """
            .replace("ROOT", root.toString());
    task.write("ranks.yaml", suite.replace(suite.substring(suite.indexOf("rows:")), rows));
    String out = path("ranks");
    String file = path("ranks.yaml");
    Terminal dry = Terminal.run("reproduce", file, "--out", out, "--seeds", "1", "--dry-run");
    assertThat(dry.succeeded().out()).contains("new (2):", "ranked, seed 1");
    Terminal alone =
        Terminal.run("reproduce", file, "--out", out, "--seeds", "1", "--rows", "ranked");
    assertThat(alone.complaints())
        .contains("failed: ranked, seed 1: it starts from ld, seed 1, which must be run first");
    assertThat(Path.of(out, "report/report.md")).isRegularFile();
  }

  private static String path(String name) {
    return root.resolve(name).toString();
  }
}
