package org.sourcefree.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes of one mapping of a config, most of which make it wrong. */
enum SchemaMutation {
  DROPPED {
    @Override
    String apply(ObjectNode mapping, Random random) {
      String key = key(mapping, random);
      if (!NEEDED.contains(key)) {
        mapping.remove(key);
      }
      return "without " + key;
    }
  },
  ADDED {
    @Override
    String apply(ObjectNode mapping, Random random) {
      mapping.put("speling", 1);
      return "with another key";
    }
  },
  OF_ANOTHER_TYPE {
    @Override
    String apply(ObjectNode mapping, Random random) {
      String key = key(mapping, random);
      JsonNode old = mapping.get(key);
      List<JsonNode> others = new ArrayList<>();
      others.add(JsonNodeFactory.instance.objectNode().put("a", 1));
      others.add(JsonNodeFactory.instance.arrayNode().add(JsonNodeFactory.instance.objectNode()));
      others.add(JsonNodeFactory.instance.nullNode());
      if (!old.isNumber()) {
        others.add(JsonNodeFactory.instance.numberNode(2.5));
      }
      if (!old.isBoolean()) {
        others.add(JsonNodeFactory.instance.booleanNode(true));
      }
      if (!old.isTextual()) {
        others.add(JsonNodeFactory.instance.textNode("some text"));
      }
      JsonNode changed = others.get(random.nextInt(others.size()));
      mapping.set(key, changed);
      return key + " as " + changed;
    }
  },
  MISSPELT {
    @Override
    String apply(ObjectNode mapping, Random random) {
      String key = key(mapping, random);
      boolean constant = mapping.get(key).isTextual() && CONSTANTS.contains(key);
      String changed = constant ? key : Kinds.KEY;
      mapping.put(changed, "no_such_word");
      return "a wrong " + changed;
    }
  };

  /** Optional keys that other keys need beside them, which no schema of single keys says. */
  private static final List<String> NEEDED =
      List.of(
          "labels",
          "label_values",
          "source",
          "teacher",
          "domain",
          "head",
          "heads",
          "discriminators",
          "source_batches");

  private static final List<String> CONSTANTS =
      List.of("kind", "split", "domain", "statistics", "scale_and_shift", "published", "device");

  abstract String apply(ObjectNode mapping, Random random);

  static List<String> keys(ObjectNode mapping) {
    List<String> keys = new ArrayList<>();
    mapping.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String key(ObjectNode mapping, Random random) {
    List<String> keys = keys(mapping);
    return keys.get(random.nextInt(keys.size()));
  }
}
