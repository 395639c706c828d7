package org.sourcefree.report.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/**
 * A report while it is written: Markdown, and pictures beside it. A section or picture that cannot
 * be made leaves a sentence in its place.
 */
final class Page {
  private final Path folder;
  private final StringBuilder text = new StringBuilder();

  /**
   * Begins an empty page.
   *
   * @param folder of the report; must hold the folder {@code pictures}
   */
  Page(Path folder) {
    this.folder = folder;
  }

  /** Writes a section of the report under its heading. */
  void section(String heading, Consumer<Page> section) {
    heading(2, heading);
    attempt("This section", () -> section.accept(this));
  }

  void heading(int level, String heading) {
    block("#".repeat(level) + " " + Markdown.escape(heading));
  }

  /** A block of Markdown, such as a paragraph. */
  void block(String markdown) {
    text.append(markdown.strip()).append("\n\n");
  }

  /** Sentences of Markdown, one a line. */
  void bullets(List<String> sentences) {
    if (!sentences.isEmpty()) {
      block("- " + String.join("\n- ", sentences));
    }
  }

  void code(List<String> lines) {
    if (!lines.isEmpty()) {
      block("```\n" + String.join("\n", lines) + "\n```");
    }
  }

  void table(List<String> header, List<List<String>> rows) {
    block(Markdown.table(header, rows));
  }

  /**
   * Draws a picture and shows it.
   *
   * @param name of its file, without ending
   * @param caption stands for the picture where it cannot be seen
   */
  void picture(String name, String caption, Supplier<RgbImage> drawing) {
    attempt(
        "The picture \"" + caption + "\"",
        () -> {
          try {
            PngWriter.writeRgb(folder.resolve("pictures/" + name + ".png"), drawing.get());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          block("![%s](pictures/%s.png)".formatted(Markdown.escape(caption), name));
        });
  }

  String markdown() {
    return text.toString().strip() + "\n";
  }

  /** A JDK without fonts fails with an Error as soon as it draws text. */
  private void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError | InternalError e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      block(Markdown.bold(Markdown.escape(what + " could not be made: " + reason)));
    }
  }
}
