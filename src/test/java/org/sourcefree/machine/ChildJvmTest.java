package org.sourcefree.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  /** What the child does. */
  static final class Echo {
    private Echo() {}

    /** Prints a property and its arguments. */
    public static void main(String[] args) {
      System.out.print(System.getProperty("said") + " " + String.join(" ", args));
    }
  }

  @Test
  void runsAClassOfThisOneWithOptionsAndArguments() throws IOException, InterruptedException {
    Process child =
        ChildJvm.of(List.of("-Dsaid=so"), Echo.class, List.of("one", "two three"))
            .redirectErrorStream(true)
            .start();
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(text).isZero();
    assertThat(text).isEqualTo("so one two three");
  }

  @Test
  void silencesNewerJdksOnce() {
    String access = "--enable-native-access=ALL-UNNAMED";
    boolean warns = Runtime.version().feature() >= 24;
    assertThat(ChildJvm.of(List.of(), Echo.class, List.of()).command().contains(access))
        .isEqualTo(warns);
    assertThat(ChildJvm.of(List.of(access), Echo.class, List.of()).command())
        .containsOnlyOnce(access);
  }
}
