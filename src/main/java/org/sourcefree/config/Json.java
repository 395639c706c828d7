package org.sourcefree.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;

/**
 * Records, maps with texts as keys, lists, numbers and texts as JSON: keys of records in
 * snake_case, order kept, an empty Optional left out, a number that is not finite as null.
 */
public final class Json {
  private static final int LARGEST = 100_000_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    MAPPER.getFactory().setCharacterEscapes(new PlainEscapes());
  }

  private static final ObjectWriter PRETTY =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  /** Writes a file, one key a line; what stood there is replaced. */
  public static void write(Path file, Object value) {
    TextFile.write(file, text(PRETTY, value) + "\n");
  }

  /** The value on one line, without a line break at its end. */
  public static String line(Object value) {
    return text(MAPPER.writer(), value);
  }

  /**
   * Reads a file into a record, as strictly as {@link ConfigReader} does.
   *
   * @throws InvalidInputException with one line a mistake
   */
  public static <T> T read(Path file, Class<T> type) {
    return read(TextFile.read(file, LARGEST), file.toString(), type);
  }

  /**
   * Reads a text into a record, as strictly as {@link ConfigReader} does.
   *
   * @param name what to call the text in messages
   * @throws InvalidInputException with one line a mistake
   */
  public static <T> T read(String text, String name, Class<T> type) {
    Problems problems = new Problems();
    Node root = JsonTree.parse(text, name, problems);
    return ConfigReader.bind(root, type, new Binder(problems, false), problems);
  }

  /**
   * Reads a text that we wrote from a map into one again: numbers as Number, an absent one null.
   *
   * @param name what to call the text in messages
   * @throws InvalidInputException if it is no JSON object
   */
  public static Map<String, @Nullable Object> map(String text, String name) {
    try {
      return MAPPER.readValue(
          text, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s must hold a JSON object, holds none%s".formatted(name, JsonTree.from(e)), e);
    }
  }

  private static String text(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(finite(PlainTree.of(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values must have a JSON form", e);
    }
  }

  private static @Nullable Object finite(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), finite(entry)));
      return entries;
    } else if (value instanceof List<?> list) {
      return list.stream().map(Json::finite).collect(Collectors.toCollection(ArrayList::new));
    } else if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue()) ? value : null;
    }
    return value;
  }
}
