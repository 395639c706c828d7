package org.sourcefree.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads the part of YAML that has one meaning: no aliases, tags, merge keys or second document. */
final class YamlTree {
  private static final int DEEPEST = 50;

  private final Iterator<Event> events;
  private final IntFunction<Place> places;
  private final Problems problems;

  private YamlTree(Iterator<Event> events, IntFunction<Place> places, Problems problems) {
    this.events = events;
    this.places = places;
    this.problems = problems;
  }

  /**
   * Reads a text; what is wrong goes to the problems.
   *
   * @param path the key path at which the text's value stands
   * @param places the place of a line, counted from 1
   */
  static Node parse(String text, String path, IntFunction<Place> places, Problems problems) {
    Iterator<Event> events = new Yaml().parse(new StringReader(text)).iterator();
    try {
      return new YamlTree(events, places, problems).document(path);
    } catch (YAMLException e) {
      Place place = places.apply(line(e, text));
      problems.add("the text must be YAML, got a fault: " + reason(e), place, path);
      return new Node.Refused(place);
    }
  }

  private Node document(String path) {
    events.next();
    Event start = events.next();
    if (start.is(Event.ID.StreamEnd)) {
      Place place = place(start);
      problems.add(Names.last(path) + " must not be empty", place, path);
      return new Node.Refused(place);
    }
    Event first = events.next();
    Node root = node(first, place(first), path, 1);
    events.next();
    Event end = events.next();
    if (!end.is(Event.ID.StreamEnd)) {
      problems.add("there must be one document, got a second one", place(end), path);
    }
    return root;
  }

  private Node node(Event event, Place place, String path, int depth) {
    if (event instanceof AliasEvent alias) {
      problems.add(
          "aliases are not allowed, got *" + Names.printable(alias.getAnchor()), place, path);
      return new Node.Refused(place);
    }
    refuseAnchor((NodeEvent) event, place, path);
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), place, path);
      return new Node.Scalar(scalar.getValue(), !scalar.isPlain(), place);
    }
    CollectionStartEvent start = (CollectionStartEvent) event;
    refuseTag(start.getTag(), place, path);
    if (depth > DEEPEST) {
      String fault = "values nest more than " + DEEPEST + " deep";
      throw new ParserException(null, null, fault, event.getStartMark());
    }
    return start instanceof MappingStartEvent
        ? mapping(place, path, depth)
        : sequence(place, path, depth);
  }

  private Node sequence(Place place, String path, int depth) {
    List<Node> elements = new ArrayList<>();
    for (Event next = events.next(); !next.is(Event.ID.SequenceEnd); next = events.next()) {
      String child = Names.child(path, Integer.toString(elements.size()));
      elements.add(node(next, place(next), child, depth + 1));
    }
    return new Node.Sequence(elements, place);
  }

  private Node mapping(Place place, String path, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (Event key = events.next(); !key.is(Event.ID.MappingEnd); key = events.next()) {
      Place at = place(key);
      if (!(key instanceof ScalarEvent scalar) || isMergeKey(scalar)) {
        String found = key instanceof ScalarEvent ? "a merge key <<" : "something else";
        problems.add("keys must be single words, got " + found, at, path);
        skip(key);
        skip(events.next());
        continue;
      }
      String name = scalar.getValue();
      String child = Names.child(path, name);
      refuseAnchor(scalar, at, child);
      refuseTag(scalar.getTag(), at, child);
      Node value = node(events.next(), at, child, depth + 1);
      Node first = entries.putIfAbsent(name, value);
      if (first != null) {
        String where = first.place().source();
        problems.add(
            "duplicate key " + Names.printable(name) + ", first given at " + where, at, child);
      }
    }
    return new Node.Mapping(entries, place);
  }

  private void refuseAnchor(NodeEvent event, Place place, String path) {
    if (event.getAnchor() != null) {
      problems.add(
          "anchors are not allowed, got &" + Names.printable(event.getAnchor()), place, path);
    }
  }

  private void refuseTag(@Nullable String tag, Place place, String path) {
    if (tag != null) {
      problems.add("tags are not allowed, got " + Names.printable(tag), place, path);
    }
  }

  private static boolean isMergeKey(ScalarEvent key) {
    return key.isPlain() && key.getValue().equals("<<");
  }

  /** Reads past the rest of a value whose first event was taken. */
  private void skip(Event first) {
    int open = first instanceof CollectionStartEvent ? 1 : 0;
    while (open > 0) {
      Event next = events.next();
      if (next instanceof CollectionStartEvent) {
        open++;
      } else if (next instanceof CollectionEndEvent) {
        open--;
      }
    }
  }

  private Place place(Event event) {
    return places.apply(event.getStartMark().getLine() + 1);
  }

  private static int line(YAMLException e, String text) {
    if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return marked.getProblemMark().getLine() + 1;
    }
    int end = e instanceof ReaderException reader ? reader.getPosition() : 0;
    return 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
  }

  private static String reason(YAMLException e) {
    if (e instanceof ReaderException reader) {
      return "the character U+%04X".formatted(reader.getCodePoint());
    }
    String message = e instanceof MarkedYAMLException marked ? marked.getProblem() : e.getMessage();
    return Names.printable(String.valueOf(message));
  }
}
