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

  private static List<String> misprinted(PublishedTable table, int classes) {
    return table.rows().stream()
        .filter(row -> row.misprinted(classes))
        .map(PublishedTable.Row::method)
        .toList();
  }
}
