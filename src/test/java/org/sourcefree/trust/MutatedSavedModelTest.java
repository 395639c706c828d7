package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.GraphFaults;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.MutatedGraph;
import org.sourcefree.testing.Mutations;
import org.sourcefree.testing.Tally;
import org.sourcefree.testing.TinyNetwork;

/**
 * Damaged SavedModels, ours and another program's, are opened, or refused with file and reason, and
 * this process outlives them.
 */
class MutatedSavedModelTest {
  private static final long SEED = 13;
  private static final int FOREIGN = 3;

  @TempDir private Path root;

  @Test
  @Timeout(300)
  void areOpenedOrRefused() throws IOException {
    open(20);
  }

  @Test
  @Tag("slow")
  @Timeout(7200)
  void manyAreOpenedOrRefused() throws IOException {
    open(500);
  }

  private void open(int count) throws IOException {
    Path ours = root.resolve("ours");
    TinyNetwork.savedIn(ours);
    ForeignTiny.write(root.resolve("resource"), ForeignTiny.Weights.RESOURCE);
    ForeignTiny.write(root.resolve("frozen"), ForeignTiny.Weights.FROZEN);
    SplittableRandom random = new SplittableRandom(SEED);
    Tally tally = new Tally("mutated SavedModels", Long.toString(SEED));
    for (int i = 0; i < count; i++) {
      boolean foreign = i % FOREIGN == 0;
      Path folder = foreign ? root.resolve(i % (2 * FOREIGN) == 0 ? "resource" : "frozen") : ours;
      Map<Path, byte[]> whole = contents(folder);
      damage(whole, random);
      tally.add(
          folder.toString(),
          () -> use(foreign ? ForeignTiny.named(folder) : PretrainedModel.unsaid(folder)));
      for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
        Files.write(file.getKey(), file.getValue());
      }
    }
    tally.print();
    assertThat(tally.refused()).isGreaterThan(count / 10);
  }

  /** As adapt does before its first step, and inspect. */
  private static void use(PretrainedModel said) {
    OpenedModel opened = new Models().open(said, Use.TRAINING);
    GraphFaults.require(
        said.savedModel(), () -> opened.model().network().requireTrainable(GraphTrial.BATCH_NORM));
    if (said.graph().isEmpty()) {
      Inspection.of(said.savedModel());
    }
    try (ModelSession session = opened.session(Compute.DEFAULT)) {
      assertThat(session.predictor().labels(MadeUp.image(33, 33, 1), 33, 33).width()).isEqualTo(33);
    }
  }

  private static void damage(Map<Path, byte[]> whole, SplittableRandom random) throws IOException {
    List<Path> files = new ArrayList<>(whole.keySet());
    files.removeIf(file -> file.toString().endsWith("fingerprint.pb"));
    Path pb =
        files.stream().filter(each -> each.endsWith("saved_model.pb")).findFirst().orElseThrow();
    Path file = random.nextInt(3) > 0 ? pb : files.get(random.nextInt(files.size()));
    byte[] content = whole.get(file);
    boolean graph = file.toString().endsWith(".pb");
    Files.write(
        file,
        graph && random.nextInt(4) > 0
            ? MutatedGraph.of(content, random)
            : Mutations.of(content, random, 0, content.length));
  }

  private static Map<Path, byte[]> contents(Path folder) throws IOException {
    Map<Path, byte[]> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        contents.put(file, Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
