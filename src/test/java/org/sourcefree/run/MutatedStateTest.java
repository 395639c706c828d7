package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.files.Checksums;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Variables;
import org.sourcefree.savedmodel.SortedTable;
import org.sourcefree.testing.IndexWriter;
import org.sourcefree.testing.Mutations;
import org.sourcefree.testing.Tally;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/** Damaged training states are resumed from, or refused with file and reason. */
class MutatedStateTest {
  private static final long SEED = 11;

  @TempDir private Path root;

  @Test
  @Timeout(120)
  void areRestoredOrRefused() throws IOException {
    restore(150);
  }

  @Test
  @Tag("slow")
  @Timeout(1800)
  void manyAreRestoredOrRefused() throws IOException {
    restore(2000);
  }

  private void restore(int count) throws IOException {
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      variables.get("weight", Shape.of(3, 4));
      variables.get("bias", Shape.of(4));
      variables.addSaver();
      variables.assign(session, Map.of("weight", new float[12], "bias", new float[] {1, 2, 3, 4}));
      new Checkpoints(root, 2).save(session, 1, folder -> {});
      Map<Path, byte[]> whole = contents(root.resolve("step_00000001"));
      SplittableRandom random = new SplittableRandom(SEED);
      Tally tally = new Tally("mutated training states", Long.toString(SEED));
      for (int i = 0; i < count; i++) {
        damage(whole, random);
        tally.add(
            root.toString(),
            () -> {
              Checkpoints checkpoints = new Checkpoints(root, 2);
              checkpoints.restore(
                  session, checkpoints.newest(state -> Optional.empty()).orElseThrow().step());
              Variables.read(session, variables.all());
            });
        for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
          Files.write(file.getKey(), file.getValue());
        }
      }
      tally.print();
      assertThat(tally.refused()).isGreaterThan(count / 2);
    }
  }

  /** Half of the time with the checksums of what is damaged. */
  private static void damage(Map<Path, byte[]> whole, SplittableRandom random) throws IOException {
    List<Path> files = new ArrayList<>(whole.keySet());
    Path file = files.get(random.nextInt(files.size()));
    byte[] content = whole.get(file);
    if (file.toString().endsWith(".index") && random.nextInt(4) > 0) {
      Files.write(file, reindexed(content, random));
    } else {
      Files.write(file, Mutations.of(content, random, 0, content.length));
    }
    if (random.nextInt(4) > 0) {
      Path sums = file.resolveSibling("SHA256SUMS");
      Map<String, Path> noted = Checksums.files(file.resolveSibling(""), "");
      noted.remove("SHA256SUMS");
      Checksums.write(sums, noted);
    }
  }

  /** An index with damaged entries and right checksums. */
  static byte[] reindexed(byte[] index, SplittableRandom random) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> entry : SortedTable.read(index).entrySet()) {
      byte[] value = entry.getValue();
      boolean damaged = value.length > 0 && random.nextInt(3) == 0;
      entries.put(entry.getKey(), damaged ? Mutations.of(value, random, 0, value.length) : value);
    }
    return IndexWriter.table(entries);
  }

  private static Map<Path, byte[]> contents(Path folder) {
    Map<Path, byte[]> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        contents.put(file, Files.readAllBytes(file));
      }
      return contents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
