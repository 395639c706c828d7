package org.sourcefree.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;

/**
 * Reads a YAML file into a record, strictly: an unknown, missing, duplicate, null or wrongly typed
 * key, an alias, tag or second document is a mistake, and so is what a record's constructor refuses
 * with an {@link IllegalArgumentException}. All mistakes of a file are reported at once.
 *
 * <p>Components may be int, long, double, {@link Limit}, boolean, String, Path, enums, records,
 * sealed interfaces of records, and List, {@code Map<String, …>} and Optional of these; an
 * Optional's key may be absent. A record of a sealed interface is written with its {@code kind}.
 */
public final class ConfigReader {
  private static final int LARGEST = 1_000_000;

  private ConfigReader() {}

  /**
   * Reads a file and applies overrides.
   *
   * @param overrides {@code key.path=value}, the value in YAML, elements of lists by their index
   *     from 0; of two for one key the later holds
   * @param type a record or a sealed interface of records
   * @throws InvalidInputException with one line a mistake
   */
  public static <T> T read(Path file, List<String> overrides, Class<T> type) {
    return parse(TextFile.read(file, LARGEST), file.toString(), overrides, type);
  }

  /**
   * Reads a file that is one mapping of texts to texts, in the file's order.
   *
   * @throws InvalidInputException with one line a mistake
   */
  public static Map<String, String> readTexts(Path file) {
    Problems problems = new Problems();
    String text = TextFile.read(file, LARGEST);
    Node root = YamlTree.parse(text, "", line -> Place.line(file.toString(), line), problems);
    Map<String, String> texts = new Binder(problems, false).bindTexts(root);
    problems.throwIfAny();
    return texts;
  }

  /**
   * Every scalar of a file by its key path, elements of lists by their index from 0, as written and
   * whatever they mean.
   *
   * @throws InvalidInputException with one line a mistake
   */
  public static Map<String, String> readValues(Path file) {
    Problems problems = new Problems();
    String text = TextFile.read(file, LARGEST);
    Node root = YamlTree.parse(text, "", line -> Place.line(file.toString(), line), problems);
    problems.throwIfAny();
    Map<String, String> values = new LinkedHashMap<>();
    addValues(root, "", values);
    return values;
  }

  private static void addValues(Node node, String path, Map<String, String> values) {
    if (node instanceof Node.Scalar scalar) {
      values.put(path, scalar.text());
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach((key, value) -> addValues(value, Names.child(path, key), values));
    } else if (node instanceof Node.Sequence sequence) {
      for (int i = 0; i < sequence.elements().size(); i++) {
        addValues(sequence.elements().get(i), Names.child(path, Integer.toString(i)), values);
      }
    }
  }

  /** Reads a text; {@code name} stands for the file in messages. */
  static <T> T parse(String text, String name, List<String> overrides, Class<T> type) {
    Problems problems = new Problems();
    Node written = YamlTree.parse(text, "", line -> Place.line(name, line), problems);
    Node root = Overrides.apply(written, overrides, problems);
    return bind(root, type, new Binder(problems, true), problems);
  }

  /** The record that a tree holds, unless there are problems. */
  static <T> T bind(Node root, Class<T> type, Binder binder, Problems problems) {
    var value = binder.bind(root, type, "");
    problems.throwIfAny();
    return value.map(type::cast).orElseThrow();
  }
}
