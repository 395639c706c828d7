package org.sourcefree.report.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.experiment.Suite.Published;

/** The paper's tables as they lie in the resources. */
class PublishedTableTest {
  private final PublishedTable first = PublishedTable.read(Published.TABLE_1);
  private final PublishedTable second = PublishedTable.read(Published.TABLE_2);

  @Test
  void findsExactlyTheTwoMisprintedMeans() {
    assertThat(misprinted(first, 19)).containsExactly("IntraDA");
    assertThat(misprinted(second, 16)).isEmpty();
    assertThat(misprinted(second, 13)).containsExactly("CCM");
    assertThat(first.row("IntraDA").orElseThrow().computed(19).orElseThrow())
        .isBetween(45.75, 45.85);
  }

  @Test
  void leavesUnreadableCellsOut() {
    PublishedTable.Row row = first.row("Pse.+Ent.").orElseThrow();
    assertThat(row.iou()).isEmpty();
    assertThat(row.means()).isEmpty();
    assertThat(first.row("LD").orElseThrow().means()).containsOnlyKeys(19);
  }

  @Test
  void namesClassesAsCityscapesDoes() {
    assertThat(second.row("LD").orElseThrow().iou())
        .containsEntry("traffic light", 5.2)
        .containsEntry("traffic sign", 13.0)
        .containsEntry("motorcycle", 28.0)
        .containsEntry("bicycle", 48.1)
        .containsOnlyKeys(SampleSuite.CLASSES.names());
  }

  @Test
  void readsTheTimesOfTheTask() {
    List<PublishedTime> times = PublishedTime.read(Published.TABLE_1);
    assertThat(times)
        .extracting(PublishedTime::method)
        .containsExactly("CLAN", "IntraDA", "CCM", "LD");
    assertThat(times.get(3).seconds()).isEqualTo(2967.85);
    assertThat(times.get(3).speedup()).isEmpty();
  }

  /** All but CCM's over 13 classes, whose remark says so. */
  @Test
  void classValuesOfSystemsAverageToTheirMeans() {
    for (Published task : Published.values()) {
      for (PublishedSystem system : PublishedSystem.read(task)) {
        for (int size : new int[] {13, 16, 19}) {
          assertThat(system.row().misprinted(size))
              .as(system.title())
              .isEqualTo(task == Published.TABLE_2 && size == 13 && system.title().equals("CCM"));
        }
      }
    }
  }

  @Test
  void systemsAgreeWithThePapersTablesAndSayWhereTheyWereRead() {
    for (Published task : Published.values()) {
      PublishedTable table = PublishedTable.read(task);
      List<PublishedSystem> systems = PublishedSystem.read(task);
      assertThat(systems).extracting(PublishedSystem::title).doesNotHaveDuplicates();
      for (PublishedSystem system : systems) {
        assertThat(system.row().means().isEmpty()).isEqualTo(system.source().isEmpty());
        if (system.source().startsWith("You et al.") || system.source().contains("; You et al.")) {
          PublishedTable.Row printed = table.row(system.row().method()).orElseThrow();
          assertThat(system.row().means()).as(system.title()).isEqualTo(printed.means());
        }
      }
    }
  }

  @Test
  void aSystemIsRunByTheRowsOfItsName() {
    PublishedSystem clan =
        PublishedSystem.read(Published.TABLE_1).stream()
            .filter(system -> system.row().method().equals("CLAN"))
            .findFirst()
            .orElseThrow();
    assertThat(clan.title()).isEqualTo("CLAN, CVPR 2019");
    assertThat(clan.row().iou()).containsEntry("motorcycle", 31.9).hasSize(19);
    assertThat(clan.isRunBy("CLAN")).isTrue();
    assertThat(clan.isRunBy("Clan, the authors' code")).isTrue();
    assertThat(clan.isRunBy("CLANS")).isFalse();
    assertThat(clan.isRunBy("CLAN + target statistics")).isFalse();
    assertThat(clan.isRunBy("CLAN, CVPR 2019 + target statistics")).isFalse();
  }

  private static List<String> misprinted(PublishedTable table, int classes) {
    return table.rows().stream()
        .filter(row -> row.misprinted(classes))
        .map(PublishedTable.Row::method)
        .toList();
  }
}
