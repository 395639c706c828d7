package org.sourcefree.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.sourcefree.PlainText;

/**
 * A stream of the terminal. Whatever is printed as text, others' words among it, is shown by {@link
 * PlainText}; bytes are the program's own and steer the terminal.
 */
final class PlainStream extends PrintStream {
  private final PrintStream inner;

  private PlainStream(PrintStream inner) {
    super(inner, true);
    this.inner = inner;
  }

  /** Has standard output and error be such streams while something works. */
  static int during(IntSupplier work) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(new PlainStream(out));
    System.setErr(new PlainStream(err));
    try {
      return work.getAsInt();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Writes what steers the terminal, ASCII, to any stream. */
  static void steer(PrintStream out, String sequence) {
    byte[] bytes = sequence.getBytes(StandardCharsets.US_ASCII);
    out.write(bytes, 0, bytes.length);
  }

  @Override
  public void print(@Nullable String text) {
    inner.print(PlainText.lines(String.valueOf(text)));
  }

  @Override
  public void print(char letter) {
    print(String.valueOf(letter));
  }

  @Override
  public void print(char[] letters) {
    print(String.valueOf(letters));
  }

  @Override
  public void print(@Nullable Object value) {
    print(String.valueOf(value));
  }
}
