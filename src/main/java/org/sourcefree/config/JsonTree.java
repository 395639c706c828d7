package org.sourcefree.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON into the tree that YAML is read into. */
final class JsonTree {
  private static final int DEEPEST = 50;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private final JsonParser parser;
  private final String name;
  private final Problems problems;

  private JsonTree(JsonParser parser, String name, Problems problems) {
    this.parser = parser;
    this.name = name;
    this.problems = problems;
  }

  /** Reads a text; what is wrong goes to the problems. */
  static Node parse(String text, String name, Problems problems) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonTree(parser, name, problems).document();
    } catch (JsonProcessingException e) {
      Place place = Place.line(name, Math.max(1, location(e).getLineNr()));
      problems.add("the text must be JSON, is none" + from(e), place, "");
      return new Node.Refused(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a text is no JSON any more; the parser's own words are not shown. */
  static String from(JsonProcessingException e) {
    int column = location(e).getColumnNr();
    return column > 0 ? " from column " + column : "";
  }

  private static JsonLocation location(JsonProcessingException e) {
    return e.getLocation() == null ? JsonLocation.NA : e.getLocation();
  }

  private Node document() throws IOException {
    if (parser.nextToken() == null) {
      problems.add("the file must not be empty", place(), "");
      return new Node.Refused(place());
    }
    Node root = node(place(), "");
    if (parser.nextToken() != null) {
      problems.add("there must be one value, got a second one", place(), "");
    }
    return root;
  }

  private Node node(Place place, String path) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping(place, path);
    } else if (token == JsonToken.START_ARRAY) {
      List<Node> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(node(place(), Names.child(path, Integer.toString(elements.size()))));
      }
      return new Node.Sequence(elements, place);
    }
    return new Node.Scalar(parser.getText(), token == JsonToken.VALUE_STRING, place);
  }

  private Node mapping(Place place, String path) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place at = place();
      parser.nextToken();
      if (entries.putIfAbsent(key, node(at, Names.child(path, key))) != null) {
        problems.add("duplicate key " + Names.printable(key), at, Names.child(path, key));
      }
    }
    return new Node.Mapping(entries, place);
  }

  private Place place() {
    return Place.line(name, parser.currentTokenLocation().getLineNr());
  }
}
