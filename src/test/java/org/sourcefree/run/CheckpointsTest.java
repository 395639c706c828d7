package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

class CheckpointsTest {
  @TempDir private Path root;

  @Test
  void aRestoredRunGoesOnAsAnUninterruptedOneMomentumIncluded() {
    Checkpoints checkpoints = new Checkpoints(root.resolve("new"), 2);
    float[] uninterrupted;
    float[] momentum;
    try (Bowl bowl = Bowl.create()) {
      bowl.descend(3);
      save(checkpoints, bowl, 3);
      momentum = bowl.variables().read(bowl.session(), "w.momentum");
      bowl.descend(4);
      uninterrupted = bowl.weights();
    }
    try (Bowl bowl = Bowl.create()) {
      checkpoints.restore(bowl.session(), 3);
      assertThat(bowl.variables().read(bowl.session(), "w.momentum"))
          .isEqualTo(momentum)
          .doesNotContain(0);
      bowl.descend(4);
      assertThat(bowl.weights()).isEqualTo(uninterrupted);
    }
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    Checkpoints checkpoints = new Checkpoints(root, 2);
    try (Bowl bowl = Bowl.create()) {
      for (long step : new long[] {5, 10, 100, 20}) {
        bowl.descend(1);
        save(checkpoints, bowl, step);
      }
      assertThat(newest(checkpoints).orElseThrow().step()).isEqualTo(100);
      try (var children = Files.list(root)) {
        assertThat(children.map(child -> child.getFileName().toString()))
            .containsExactlyInAnyOrder("step_00000020", "step_00000100");
      }
    }
  }

  @Test
  void aStateIsReplacedByALaterOneOfTheSameStep() {
    Checkpoints checkpoints = new Checkpoints(root, 2);
    try (Bowl bowl = Bowl.create()) {
      save(checkpoints, bowl, 7);
      bowl.descend(2);
      float[] later = bowl.weights();
      save(checkpoints, bowl, 7);
      bowl.descend(2);
      checkpoints.restore(bowl.session(), 7);
      assertThat(bowl.weights()).isEqualTo(later);
    }
  }

  @Test
  void thereIsNoNewestBeforeTheFirst() throws IOException {
    assertThat(newest(new Checkpoints(root.resolve("absent"), 2))).isEmpty();
    Files.createDirectories(root.resolve("partial"));
    Files.createDirectories(root.resolve("step_12"));
    assertThat(newest(new Checkpoints(root, 2))).isEmpty();
    assertThat(new Checkpoints(root, 2).isEmpty()).isTrue();
  }

  /** Of every file one bit, bytes at the end, or all of it. */
  @Test
  void aDamagedStateIsPassedOver() throws IOException {
    Checkpoints checkpoints = new Checkpoints(root, 3);
    try (Bowl bowl = Bowl.create()) {
      save(checkpoints, bowl, 1);
      save(checkpoints, bowl, 2);
    }
    Path newest = root.resolve("step_00000002");
    try (Stream<Path> files = Files.list(newest)) {
      for (Path file : files.toList()) {
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        for (byte[] damaged :
            List.of(flipped, Arrays.copyOf(whole, whole.length - 2), new byte[0])) {
          Files.write(file, damaged);
          assertOlderIsChosen(checkpoints);
        }
        Files.delete(file);
        assertOlderIsChosen(checkpoints);
        Files.write(file, whole);
        assertThat(newest(checkpoints).orElseThrow().step()).isEqualTo(2);
      }
    }
    Files.writeString(newest.resolve("more"), "");
    assertOlderIsChosen(checkpoints);
    Files.delete(root.resolve("step_00000001/SHA256SUMS"));
    assertThatThrownBy(() -> newest(checkpoints))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("found none", "step_00000002", "step_00000001", "more");
  }

  private static void assertOlderIsChosen(Checkpoints checkpoints) {
    Checkpoints.Found found = newest(checkpoints).orElseThrow();
    assertThat(found.step()).isEqualTo(1);
    assertThat(found.passedOver()).singleElement().asString().contains("step_00000002");
  }

  private static Optional<Checkpoints.Found> newest(Checkpoints checkpoints) {
    return checkpoints.newest(state -> Optional.empty());
  }

  private static void save(Checkpoints checkpoints, Bowl bowl, long step) {
    checkpoints.save(bowl.session(), step, folder -> {});
  }
}
