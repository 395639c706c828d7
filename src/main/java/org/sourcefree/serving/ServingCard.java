package org.sourcefree.serving;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.Quantization;
import org.sourcefree.image.ImageSize;

/** The model card of an export: the model's own, and how to talk to it. */
record ServingCard(String name, ServingSource source, ServedModel served, Quantization weights) {
  private static final long LARGEST = 1 << 20;

  /**
   * The card, Markdown.
   *
   * @throws IOException if the model's own cannot be read
   * @throws InvalidInputException if it is no small text
   */
  String text() throws IOException {
    Path card = source.home().resolve("CARD.md");
    boolean exists = Files.isRegularFile(card, LinkOption.NOFOLLOW_LINKS);
    String own = exists ? read(card).strip() : "# " + PlainText.markdown(name);
    return own + "\n\n" + signatures() + "\n" + classes();
  }

  private static String read(Path card) throws IOException {
    if (Files.size(card) > LARGEST) {
      throw new InvalidInputException(
          "the model's card must hold at most 1 MiB, found %d bytes (%s)"
              .formatted(Files.size(card), card));
    }
    try {
      return Files.readString(card);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "the model's card must be UTF-8 text (%s)".formatted(card), e);
    }
  }

  private String signatures() {
    String size = served.fixedSize().map(ServingCard::rowsFirst).orElse("H, W");
    String files =
        served.fixedSize().isPresent() ? "of any sizes" : "whose images have one size H, W";
    String working =
        served
            .workingSize()
            .map(seen -> "[%s], bicubic as Pillow resizes".formatted(rowsFirst(seen)))
            .orElse("as they are");
    return """
        ## As it is served

        | | |
        |---|---|
        | signature `%s` | input `%s`, RGB, uint8 [N, %s, 3] |
        | signature `%s` | input `%s`, PNG or JPEG files [N] %s |
        | output `%s` | train ids, uint8 [N, %s] |
        | output `%s` | probability of that class, float32 [N, %s] |
        %s| JPEG files | as they are stored: an orientation in EXIF is not followed |
        | images reach the network | %s |
        | weights kept as | %s |
        """
        .formatted(
            ServedModel.PIXELS,
            ServedModel.IMAGES,
            size,
            ServedModel.FILES,
            ServedModel.BYTES,
            files,
            ServedModel.LABELS,
            size,
            ServedModel.CONFIDENCE,
            size,
            probabilities(size),
            working,
            weights == Quantization.NONE ? "float32" : weights.name().toLowerCase(Locale.ROOT));
  }

  private String probabilities(String size) {
    return served.probabilities()
        ? "| output `%s` | float32 [N, %s, %d] |\n"
            .formatted(ServedModel.PROBABILITIES, size, source.model().classes().size())
        : "";
  }

  private String classes() {
    ClassSet classes = source.model().classes();
    StringBuilder table = new StringBuilder("| train id | class | colour |\n|---:|---|---|\n");
    for (int id = 0; id < classes.size(); id++) {
      table.append(
          "| %d | %s | #%06x |\n"
              .formatted(
                  id, PlainText.markdown(classes.names().get(id)), classes.colours().get(id)));
    }
    return table.toString();
  }

  private static String rowsFirst(ImageSize size) {
    return size.height() + ", " + size.width();
  }
}
