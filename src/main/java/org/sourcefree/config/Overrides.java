package org.sourcefree.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line's {@code --set key.path=value}: each replaces or adds one value of the tree. */
final class Overrides {
  private static final Pattern OVERRIDE =
      Pattern.compile("([^=.\\s]+(?:\\.[^=.\\s]+)*)=(.*)", Pattern.DOTALL);
  private static final int DEEPEST = 50;

  private final Problems problems;

  private Overrides(Problems problems) {
    this.problems = problems;
  }

  /** The tree with the overrides applied in their order; what is wrong goes to the problems. */
  static Node apply(Node root, List<String> overrides, Problems problems) {
    Node changed = root;
    for (String override : overrides) {
      changed = new Overrides(problems).apply(changed, override);
    }
    return changed;
  }

  private Node apply(Node root, String override) {
    Matcher matcher = OVERRIDE.matcher(override);
    String path = matcher.matches() ? matcher.group(1) : "";
    List<String> keys = List.of(path.split("\\.", -1));
    if (path.isEmpty() || keys.size() > DEEPEST) {
      Place place = Place.override(Names.printable(override));
      problems.add("an override must be key.path=value", place, place.base());
      return root;
    }
    Place place = Place.override(Names.printable(path));
    if (matcher.group(2).isBlank()) {
      problems.add("an override must have a value after =, got none", place, place.base());
      return root;
    }
    Node value = YamlTree.parse(matcher.group(2), place.base(), line -> place, problems);
    return set(root, keys, value, "");
  }

  private Node set(Node node, List<String> keys, Node value, String path) {
    if (keys.isEmpty()) {
      return value;
    } else if (node instanceof Node.Mapping mapping) {
      return setKey(mapping, keys, value, path);
    } else if (node instanceof Node.Sequence sequence) {
      return setElement(sequence, keys, value, path);
    } else if (!(node instanceof Node.Refused)) {
      problems.add(
          "%s must be a mapping or a list to have %s, got %s"
              .formatted(Names.last(path), Names.printable(keys.get(0)), node.described()),
          value.place(),
          value.place().base());
    }
    return node;
  }

  private Node setKey(Node.Mapping mapping, List<String> keys, Node value, String path) {
    String key = keys.get(0);
    Node old = mapping.entries().getOrDefault(key, new Node.Mapping(Map.of(), value.place()));
    Map<String, Node> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(key, set(old, rest(keys), value, Names.child(path, key)));
    return new Node.Mapping(entries, mapping.place());
  }

  private Node setElement(Node.Sequence sequence, List<String> keys, Node value, String path) {
    int size = sequence.elements().size();
    String key = keys.get(0);
    if (!key.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(key) >= size) {
      problems.add(
          "%s is a list of %d, its elements are numbered from 0, got %s"
              .formatted(Names.last(path), size, Names.printable(key)),
          value.place(),
          value.place().base());
      return sequence;
    }
    List<Node> elements = new ArrayList<>(sequence.elements());
    int index = Integer.parseInt(key);
    elements.set(index, set(elements.get(index), rest(keys), value, Names.child(path, key)));
    return new Node.Sequence(elements, sequence.place());
  }

  private static List<String> rest(List<String> keys) {
    return keys.subList(1, keys.size());
  }
}
