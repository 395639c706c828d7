package org.sourcefree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MethodLinesTest {

  @Test
  void countsFromTheDeclarationToTheClosingBrace() {
    String source =
        """
        /** A class { of its own. */
        final class A {
          private static final String BRACE = "{";

          /** Does {@code x}. */
          @Override
          public int f(
              int a, int b) {
            if (a > '}') {
              return b; // }
            }
            return a;
          }

          record B(int n) {
            B {
              check(n);
            }
          }
        }
        """;
    assertThat(MethodLines.of(source))
        .containsExactly(new MethodLines("f", 6, 8), new MethodLines("B", 16, 3));
  }
}
